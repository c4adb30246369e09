// A delivery that QStash did not sign does nothing. Where it names a message of ours, whose id no stranger knows, the
// tweet's history says that it came: wrong signing keys look like this.
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";

/** @param qstashId as the request names it. Never throws. */
export async function noteRefusedDelivery(c: Collaborators, qstashId: string): Promise<void> {
  try {
    const message = await c.db.message.findUnique({ where: { qstashId }, select: { tweetId: true } });
    if (!message) return;
    await noteFlight(c, [
      { tweetId: message.tweetId, kind: "delivery refused", actor: "qstash", detail: { qstashId } },
    ]);
  } catch (error) {
    c.log.warn({ error }, "flight.unrecorded");
  }
}
