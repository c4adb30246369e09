// The parts of a tweet as its owner wants them now. Rows are kept by their place, so that what is learned of one later
// still finds it; what is out stays as it is.
import { randomUUID } from "node:crypto";
import type { Tx } from "../db";
import type { TweetRow } from "./find-tweet";
import type { PartInput } from "./require-parts";

/** @param parts all of them; those that are out stand first, unchanged. */
export async function writeParts(tx: Tx, tweet: TweetRow, parts: PartInput[]): Promise<void> {
  const rows = tweet.parts.filter(({ xId }) => xId === null);
  const outCount = tweet.parts.length - rows.length;
  const last = tweet.parts.at(-1)?.position ?? 0;
  for (const [index, { text }] of parts.slice(outCount).entries()) {
    const row = rows[index];
    if (row) await tx.part.updateMany({ where: { id: row.id, xId: null }, data: { text } });
    else {
      const position = last + index - rows.length + 1;
      await tx.part.create({ data: { id: randomUUID(), tweetId: tweet.id, position, text } });
    }
  }
  const surplus = rows.slice(parts.length - outCount).map(({ id }) => id);
  if (surplus.length > 0) await tx.part.deleteMany({ where: { id: { in: surplus }, xId: null } });
}
