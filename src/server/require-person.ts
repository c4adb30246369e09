import { personHeader } from "~/domain/person-header";
import { AppError } from "./app-error";

/** Whose page asks; null where the request does not say. */
export function pageOf(request: Request): string | null {
  return request.headers.get(personHeader);
}

/**
 * The person who is signed in, to a page that is theirs.
 * @throws AppError UNAUTHENTICATED, or OTHER_PERSON where another has signed in since in the page's browser: nothing is
 * shown to it then, and nothing of theirs changes.
 */
export function requirePerson(userId: string | null, page: string | null): { userId: string } {
  if (!userId) {
    throw new AppError("UNAUTHENTICATED", "You are signed out. Sign in again; nothing was changed.");
  }
  if (page && page !== userId) throw new AppError("OTHER_PERSON", otherPerson);
  return { userId };
}

const otherPerson =
  "Somebody else has signed in to Roost in this browser, so this page has stopped; nothing was changed. Reload it to go on as them.";
