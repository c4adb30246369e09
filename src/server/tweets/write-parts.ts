// The parts of a tweet as its owner wants them now. Rows are kept by their place, so that what is learned of one later
// still finds it; what is out stays as it is.
import { randomUUID } from "node:crypto";
import type { Tx } from "../db";
import { noLongerNeeded } from "../media/no-longer-needed";
import { unclearOutcomes } from "./doubt";
import type { TweetRow } from "./find-tweet";
import type { PartInput } from "./require-parts";
import { type PartWithMedia, writeMedia } from "./write-media";

/** @param parts all of them; those that are out stand first, unchanged. */
export async function writeParts(tx: Tx, tweet: TweetRow, parts: PartInput[], now: Date): Promise<void> {
  const rows: PartWithMedia[] = tweet.parts.filter(({ xId }) => xId === null);
  const standing = rows.length;
  const outCount = tweet.parts.length - standing;
  const wanted = parts.slice(outCount);
  const last = tweet.parts.at(-1)?.position ?? 0;
  const changed: number[] = [];
  for (const [index, { text }] of wanted.entries()) {
    const row = rows[index];
    if (row) {
      await tx.part.updateMany({ where: { id: row.id, xId: null }, data: { text } });
      if (row.text !== text) changed.push(row.position);
    } else {
      const position = last + index - standing + 1;
      const part = await tx.part.create({ data: { id: randomUUID(), tweetId: tweet.id, position, text } });
      rows.push({ ...part, media: [] });
    }
  }
  const surplus = rows.slice(wanted.length);
  if (surplus.length > 0) {
    await noLongerNeeded(
      tx,
      surplus.flatMap(({ media }) => media.map(({ mediaId }) => mediaId)),
      now,
    );
    await tx.part.deleteMany({ where: { id: { in: surplus.map(({ id }) => id) }, xId: null } });
  }
  changed.push(...surplus.map(({ position }) => position));
  changed.push(...(await writeMedia(tx, tweet.userId, rows.slice(0, wanted.length), wanted, now)));
  await endDoubt(tx, tweet, changed);
}

/** What X may have of a part is other words: a post of the new ones, or X's refusal of them, says nothing of it. */
async function endDoubt(tx: Tx, tweet: TweetRow, changed: number[]): Promise<void> {
  if (changed.length === 0) return;
  await tx.attempt.updateMany({
    where: { tweetId: tweet.id, partPosition: { in: changed }, outcome: { in: unclearOutcomes } },
    data: { outcome: "superseded" },
  });
}
