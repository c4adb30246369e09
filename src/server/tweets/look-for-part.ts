// One look at an account's timeline for a part of unknown outcome. No transaction is open meanwhile; what cannot be
// read is said to be no answer.
import { matchPost } from "~/domain/post-match";
import type { Look } from "~/domain/settle";
import type { Collaborators } from "../collaborators";
import { withToken } from "../x/with-token";
import type { Doubt } from "./doubt";

/** `postedAt`: by X's clock. `detail`: why a read failed. */
export type Seen =
  | (Extract<Look, { kind: "found" }> & { postedAt: Date })
  | Exclude<Look, { kind: "found" | "failed" }>
  | (Extract<Look, { kind: "failed" }> & { detail: string });

/** An end this near to now is left out: X refuses one that is not yet past, by its own clock. */
const nearMs = 60_000;

/** @throws only when the database cannot be reached. */
export async function lookForPart(c: Collaborators, doubt: Doubt): Promise<Seen> {
  const nowMs = (await c.clock.now()).getTime();
  const untilMs = doubt.untilMs < nowMs - nearMs ? doubt.untilMs : null;
  const { accountId, xUserId, sinceMs } = doubt;
  const answer = await withToken(c.publisher, accountId, ({ accessToken }) =>
    c.publisher.timeline(accessToken, xUserId, { sinceMs, untilMs }),
  );
  if (answer.kind === "noToken") return { kind: "failed", detail: answer.noToken.detail };
  if (answer.kind === "failed") return answer;
  const held = await c.db.part.findMany({
    where: { xId: { in: answer.posts.map(({ xId }) => xId) } },
    select: { xId: true },
  });
  const match = matchPost(doubt.part, answer.posts, {
    ...doubt,
    heldXIds: new Set(held.flatMap(({ xId }) => xId ?? [])),
  });
  if (match.kind === "alike") return { kind: "alike" };
  if (match.kind === "none") return { kind: "absent", xNowMs: answer.xNowMs };
  const { xId, createdAtMs } = match.post;
  if (await hasRival(c, doubt)) return { kind: "alike" };
  return { kind: "found", xId, postedAt: new Date(createdAtMs) };
}

/** Another tweet of the account is on its way with the same words: the post may be that one's, whose answer is to come. */
async function hasRival(c: Collaborators, { tweetId, accountId, part }: Doubt): Promise<boolean> {
  if (part.mediaKeys.length > 0) return false;
  const rivals = await c.db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Attempt" a JOIN "Tweet" t ON t."id" = a."tweetId"
      JOIN "Part" p ON p."tweetId" = t."id" AND p."position" = a."partPosition"
    WHERE t."accountId" = ${accountId}::uuid AND t."id" <> ${tweetId}::uuid AND t."status" = 'PUBLISHING'
      AND a."endedAt" IS NULL AND a."sendingAt" IS NOT NULL AND p."xId" IS NULL AND p."text" = ${part.text}
    LIMIT 1`;
  return rivals.length > 0;
}
