// What stands between going to X to connect an account and coming back: who went, for which account, what to say after.
import { z } from "zod";

/** Set for the few minutes in which a signed-in person connects an account. */
export const connectCookie = "roost.connect";

/** `accountId`: the account that is to be connected again; null for any. */
export type BegunConnection = { userId: string; accountId: string | null };

const wish = z.object({ accountId: z.uuid() });

/** The account that a request names; null where it names none. */
export function readAskedAccount(body: unknown): string | null {
  return wish.safeParse(body).data?.accountId ?? null;
}

/** As it is kept in the cookie. */
export function writeBegun({ userId, accountId }: BegunConnection): string {
  return accountId === null ? userId : `${userId} ${accountId}`;
}

/** Null where nothing was begun. */
export function readBegun(cookie: string | undefined): BegunConnection | null {
  const [userId, accountId] = cookie?.split(" ") ?? [];
  return userId ? { userId, accountId: accountId ?? null } : null;
}

/**
 * Where a person comes back to.
 * @param handle the account that X signed in
 * @param askedHandle the one that was to be connected, where it is another
 */
export function connectedPath(handle: string, askedHandle: string | null): string {
  const told: Record<string, string> =
    askedHandle === null ? { connected: handle } : { signedIn: handle, asked: askedHandle };
  return `/studio/scheduled?${new URLSearchParams(told)}`;
}
