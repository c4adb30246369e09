// Deletes at X what is out of a rolled back thread, the last part first, each removal recorded before the next. Whoever
// takes it up holds it for a while; a crash leaves it for the sweep, and deleting twice is deleting once.
import { meaningOfRemoval, type RemovalMeaning } from "~/domain/removal";
import type { Collaborators } from "../collaborators";
import type { NoToken } from "../x/refresh";
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
  meaning: RemovalMeaning;
  httpStatus: number | null;
  /** Why X could not even be asked. */
  noToken: NoToken | null;
};

async function askToRemove(c: Collaborators, { accountId, part }: Removal): Promise<Answered> {
  const token = await c.publisher.token(accountId);
  if (token.kind !== "token") return withoutToken(token);
  const first = await removeOnce(c, token.accessToken, part.xId);
  if (first.meaning.kind !== "expired") return first;
  const renewed = await c.publisher.renewToken(accountId, token.version);
  if (renewed.kind !== "token") return withoutToken(renewed);
  const second = await removeOnce(c, renewed.accessToken, part.xId);
  if (second.meaning.kind !== "expired") return second;
  return withoutToken({ kind: "reconnect", version: renewed.version, detail: second.meaning.detail });
}

async function removeOnce(c: Collaborators, accessToken: string, xId: string): Promise<Answered> {
  const answer = await c.publisher.remove(accessToken, xId);
  const httpStatus = answer.kind === "response" ? answer.status : null;
  return { meaning: meaningOfRemoval(answer), httpStatus, noToken: null };
}

function withoutToken(noToken: NoToken): Answered {
  const meaning = { kind: "later", untilMs: null, detail: noToken.detail } as const;
  return { meaning, httpStatus: null, noToken };
}
