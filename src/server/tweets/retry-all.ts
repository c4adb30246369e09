// Several tweets that were missed go out now: those of one account one after another, so that they neither come in one
// second nor use X's limit up. Each stands for itself.
import { turnAtMs } from "~/domain/hold";
import { policy } from "~/domain/policy";
import { soonestMs } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import { planNow } from "./post-now";
import { type ScheduleAllAnswer, type Several, scheduleEach } from "./schedule-all";

/** In the order in which they are named. */
export function retryAll(c: Collaborators, input: Several): Promise<ScheduleAllAnswer> {
  const lastOf = new Map<string, number>();
  return scheduleEach(c, input, ({ account }) => (tweet, now) => {
    const soonest = soonestMs(now.getTime(), policy);
    const atMs = turnAtMs(soonest, lastOf.get(account.id) ?? null, policy.hold.spacingMs);
    const plan = planNow(tweet, new Date(atMs));
    lastOf.set(account.id, atMs);
    return plan;
  });
}
