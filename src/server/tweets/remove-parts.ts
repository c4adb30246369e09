// Deletes at X what is out of a rolled back thread, the last part first, each removal recorded before the next. Whoever
// takes it up holds it for a while; a crash leaves it for the sweep, and deleting twice is deleting once.
import { meaningOfRemoval, type RemovalMeaning } from "~/domain/removal";
import type { Collaborators } from "../collaborators";
import type { NoToken } from "../x/refresh";
import { withToken } from "../x/with-token";
import type { Actor } from "./move-tweet";
import { recordRemoval } from "./record-removal";
import { type Removal, takeNextRemoval } from "./take-removal";

/** @throws only when the database cannot be reached; whatever X does is recorded. */
export async function removeParts(c: Collaborators, tweetId: string, actor: Actor): Promise<void> {
  for (let lease: Date | null = null; ; ) {
    const removal = await takeNextRemoval(c, tweetId, lease, actor);
    if (!removal) return;
    const answer = await askToRemove(c, removal);
    const { part } = removal;
    c.log.info({ tweetId, part: part.position, answer: answer.meaning.kind }, "rollback.answered");
    if (!(await recordRemoval(c, removal, answer, actor))) return;
    lease = removal.lease;
  }
}

export type Answered = {
  meaning: Exclude<RemovalMeaning, { kind: "expired" }>;
  httpStatus: number | null;
  /** Why X could not even be asked. */
  noToken: NoToken | null;
};

async function askToRemove(c: Collaborators, { accountId, part }: Removal): Promise<Answered> {
  const asked = await withToken(c.publisher, accountId, ({ accessToken }) =>
    removeOnce(c, accessToken, part.xId),
  );
  if (asked.kind === "answered") return asked.answered;
  const { noToken } = asked;
  const meaning = { kind: "later", untilMs: null, detail: noToken.detail } as const;
  return { meaning, httpStatus: null, noToken };
}

async function removeOnce(c: Collaborators, accessToken: string, xId: string) {
  const answer = await c.publisher.remove(accessToken, xId);
  const httpStatus = answer.kind === "response" ? answer.status : null;
  const meaning = meaningOfRemoval(answer);
  if (meaning.kind === "expired") return meaning;
  return { kind: "answered" as const, answered: { meaning, httpStatus, noToken: null } };
}
