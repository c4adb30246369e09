import { inTransaction } from "../../postgres/transaction";
import type { XContext } from "../context";
import { invalidMessage, problem } from "../http/problems";
import { Refusal } from "../http/reply";
import type { Caller } from "../oauth/bearer";
import type { Segment } from "./append-body";
import type { Media } from "./media";
import { requireMedia } from "./store";

/**
 * Takes one segment; segments may come in any order. The same index again replaces the first, because X's guide says
 * that a failed chunk can be sent again by itself. What X says of a segment after finalize is not known.
 */
export async function appendSegment(
  ctx: XContext,
  caller: Caller,
  { id, segment }: { id: string; segment: Segment },
): Promise<Media> {
  if (segment.bytes.length > ctx.limits.current.segmentBytes) {
    const detail = `A segment may have ${ctx.limits.current.segmentBytes} bytes at the most.`;
    throw new Refusal(problem(413, "Payload Too Large", detail));
  }
  return inTransaction(ctx.db, async (client) => {
    const media = await requireMedia(ctx, { id, userId: caller.userId, client, lock: "FOR SHARE" });
    if (media.finalizedAtMs !== null) {
      throw new Refusal(invalidMessage("BadRequest: The media has been finalized already."));
    }
    await client.query(
      `INSERT INTO media_segments (media_id, index, bytes) VALUES ($1, $2, $3)
       ON CONFLICT (media_id, index) DO UPDATE SET bytes = $3`,
      [id, segment.index, segment.bytes],
    );
    return media;
  });
}
