// Once a day: what nobody asks for any more leaves the database, a batch at a time. Tweets and their moves stay.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { countAction, emptyReport, type PassReport } from "../tweets/pass-report";
import { forgetFlights } from "./forget-flights";
import { removeOldRuns } from "./remove-old-runs";
import { removeReadNotices } from "./remove-read-notices";

/** One pass; what it removed is in the report's actions. `seen` counts entries of flight recorders that are old enough. */
export async function cleanUpRecords(c: Collaborators): Promise<PassReport> {
  const report = emptyReport();
  const now = await c.clock.now();
  await forgetFlights(c, now, report);
  countAction(report, "notices removed", await removeReadNotices(c, now, policy.records.batch));
  countAction(report, "runs removed", await removeOldRuns(c, now, policy.records.batch));
  return report;
}
