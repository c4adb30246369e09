import { keepDraft } from "./draft-store";
import { keepEdit } from "./kept-edit";
import type { KeptPart } from "./kept-thread";
import { newId } from "./new-id";

/** Keeps what was written into a tweet that can no longer be changed: the next new tweet begins with it. */
export function keepAsDraft(person: string, tweetId: string, parts: KeptPart[]): void {
  keepDraft(person, { id: newId(), like: null, parts, sentFor: null, savedAtMs: Date.now() });
  keepEdit(tweetId, null);
}
