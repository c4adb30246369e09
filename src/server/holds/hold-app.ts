import { storable } from "~/domain/text";
import type { Collaborators } from "../collaborators";

const maxReasonCharacters = 200;

/** Stops all posting until it is released, by whoever runs Roost. Asked for again, it keeps its beginning. */
export async function holdApp(c: Collaborators, why: string): Promise<{ since: Date; waiting: number }> {
  const now = await c.clock.now();
  const detail = storable(why.trim(), maxReasonCharacters);
  const { since } = await c.db.appHold.upsert({
    where: { reason: "paused" },
    create: { reason: "paused", since: now, detail },
    update: { until: null, probeAfter: null, detail },
  });
  c.log.warn({ why: detail }, "app.held");
  return {
    since,
    waiting: await c.db.tweet.count({ where: { status: "SCHEDULED", scheduledFor: { lte: now } } }),
  };
}
