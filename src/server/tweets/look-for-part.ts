// One look at an account's timeline for a part of unknown outcome. No transaction is open meanwhile; what cannot be
// read is said to be no answer.
import { matchPost } from "~/domain/post-match";
import type { Look } from "~/domain/settle";
import type { Collaborators } from "../collaborators";
import type { TimelineAnswer } from "../x/timeline";
import type { Doubt } from "./doubt";

/** `postedAt`: by X's clock. `detail`: why a read failed. */
export type Seen =
  | (Extract<Look, { kind: "found" }> & { postedAt: Date })
  | Extract<Look, { kind: "absent" }>
  | (Extract<Look, { kind: "failed" }> & { detail: string });

/** An end this near to now is left out: X refuses one that is not yet past, by its own clock. */
const nearMs = 60_000;

/** @throws only when the database cannot be reached. */
export async function lookForPart(c: Collaborators, doubt: Doubt): Promise<Seen> {
  const nowMs = (await c.clock.now()).getTime();
  const untilMs = doubt.untilMs < nowMs - nearMs ? doubt.untilMs : null;
  const answer = await readWithToken(c, doubt, { sinceMs: doubt.sinceMs, untilMs });
  if (answer.kind !== "read") return { kind: "failed", detail: answer.detail };
  const held = await c.db.part.findMany({
    where: { xId: { in: answer.posts.map(({ xId }) => xId) } },
    select: { xId: true },
  });
  const post = matchPost(doubt.part, answer.posts, {
    ...doubt,
    heldXIds: new Set(held.flatMap(({ xId }) => xId ?? [])),
  });
  return post
    ? { kind: "found", xId: post.xId, postedAt: new Date(post.createdAtMs) }
    : { kind: "absent", xNowMs: answer.xNowMs };
}

/** A token that X calls expired is renewed once. */
async function readWithToken(
  c: Collaborators,
  { accountId, xUserId }: Doubt,
  window: { sinceMs: number; untilMs: number | null },
): Promise<TimelineAnswer | { kind: "noToken"; detail: string }> {
  const token = await c.publisher.token(accountId);
  if (token.kind !== "token") return { kind: "noToken", detail: token.detail };
  const answer = await c.publisher.timeline(token.accessToken, xUserId, window);
  if (answer.kind !== "expired") return answer;
  const renewed = await c.publisher.renewToken(accountId, token.version);
  if (renewed.kind !== "token") return { kind: "noToken", detail: renewed.detail };
  return c.publisher.timeline(renewed.accessToken, xUserId, window);
}
