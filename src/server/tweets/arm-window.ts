// Four times a day all that entered the horizon is armed, a batch at a time, so that the minute's pass has little to do.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { armTweets, withinHorizon } from "./arm";
import { countAction, emptyReport, type PassReport } from "./pass-report";

/** Arms every tweet inside the horizon that has no message. What QStash refuses stays for the sweep. */
export async function armWindow(c: Collaborators): Promise<PassReport> {
  const report = emptyReport();
  const startedAt = await c.clock.now();
  let after: { scheduledFor: Date; id: string } | null = null;
  for (;;) {
    const page: { id: string; scheduledFor: Date | null }[] = await c.db.tweet.findMany({
      where: {
        ...withinHorizon(startedAt),
        AND: [
          { OR: [{ armAfter: null }, { armAfter: { lte: startedAt } }] },
          after
            ? {
                OR: [
                  { scheduledFor: { gt: after.scheduledFor } },
                  { scheduledFor: after.scheduledFor, id: { gt: after.id } },
                ],
              }
            : {},
        ],
      },
      select: { id: true, scheduledFor: true },
      orderBy: [{ scheduledFor: "asc" }, { id: "asc" }],
      take: policy.arm.batchSize,
    });
    report.seen += page.length;
    const armed = await armTweets(
      c,
      page.map(({ id }) => id),
      "reconciler",
    );
    countAction(report, "armed", armed);
    countAction(report, "not armed", page.length - armed);
    const last = page.at(-1);
    if (page.length < policy.arm.batchSize || !last?.scheduledFor) return report;
    after = { scheduledFor: last.scheduledFor, id: last.id };
    await c.clock.sleep(policy.arm.batchPauseMs);
  }
}
