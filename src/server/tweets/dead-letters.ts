// What QStash gave up on: each of our messages among it is brought to where its owner sees what comes of the tweet, and
// only then is the entry removed. Dying in between leaves an entry that is found again and changes nothing.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { DeadLetter, DeadLetterFilter } from "../qstash/dead-letters";
import { armTweets } from "./arm";
import { buryMessage, findMessages } from "./bury-message";
import type { Actor } from "./move-tweet";
import { countAction, type PassReport } from "./pass-report";

const filters: DeadLetterFilter[] = ["label", "url"];

/** Reads the queue, some pages of it, and adds to the report what was found. Never throws. */
export async function clearDeadLetters(c: Collaborators, report: PassReport, actor: Actor): Promise<void> {
  const seen = new Set<string>();
  const strangers = new Set<string>();
  try {
    for (const by of filters) await clearBy(c, by, { seen, strangers }, report, actor);
  } catch (error) {
    report.errors += 1;
    c.log.error({ error }, "dead_letters.failed");
  }
  countAction(report, "dead letters of others", strangers.size);
  if (strangers.size > 0) c.log.warn({ dlqIds: [...strangers].slice(0, maxNamed) }, "dead_letters.not_ours");
}

/** As many are named in a line of the log. */
const maxNamed = 10;

type Seen = { seen: Set<string>; strangers: Set<string> };

async function clearBy(
  c: Collaborators,
  by: DeadLetterFilter,
  { seen, strangers }: Seen,
  report: PassReport,
  actor: Actor,
): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page < policy.deadLetters.pagesPerPass; page += 1) {
    const answer = await c.queue.listDeadLetters(by, cursor);
    report.calls += 1;
    if (!answer.ok) {
      countAction(report, "dead letters unread");
      c.log.warn({ why: answer.why, detail: answer.detail }, "dead_letters.unread");
      return;
    }
    const letters = answer.value.letters.filter(({ dlqId }) => !seen.has(dlqId));
    for (const { dlqId } of letters) seen.add(dlqId);
    await clearPage(c, letters, strangers, report, actor);
    cursor = answer.value.cursor;
    if (cursor === null) return;
  }
}

async function clearPage(
  c: Collaborators,
  letters: DeadLetter[],
  strangers: Set<string>,
  report: PassReport,
  actor: Actor,
): Promise<void> {
  const messages = await findMessages(c.db, letters);
  const buried: string[] = [];
  const toArm: string[] = [];
  for (const letter of letters) {
    const message = messages.get(letter.dlqId);
    if (!message) {
      strangers.add(letter.dlqId);
      continue;
    }
    try {
      if (await buryMessage(c, message, letter, actor)) toArm.push(message.tweetId);
      buried.push(letter.dlqId);
    } catch (error) {
      report.errors += 1;
      c.log.error({ tweetId: message.tweetId, qstashId: letter.qstashId, error }, "dead_letter.failed");
    }
  }
  if (toArm.length > 0) countAction(report, "rearmed after a dead letter", await armTweets(c, toArm, actor));
  if (buried.length === 0) return;
  const dropped = await c.queue.dropDeadLetters(buried);
  if (dropped.ok) countAction(report, "dead letters cleared", buried.length);
  else c.log.warn({ why: dropped.why, detail: dropped.detail }, "dead_letters.kept");
}
