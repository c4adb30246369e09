// What a delivery from QStash did, and why it did nothing.

import type { FlightFact } from "../flight";
import { holdIn } from "../held-delivery";
import type { TweetStatus } from "../tweet";
import { heldBecause } from "./hold-lines";

type Delivered = Extract<FlightFact, { kind: "delivered" }>["detail"];

/** One sentence: it came, and what Roost made of it. */
export function deliveryWords({ retried, answer, said }: Delivered): string {
  const came = `QStash delivered the message${retried ? ` (try ${retried + 1})` : ""}`;
  if (answer === undefined) return `${came}; Roost stopped before it had answered.`;
  if (answer === "trouble") return `${came}; Roost could not handle it just then and asked for it again.`;
  if (answer === "early") return `${came} before its time, so it was sent away until then.`;
  return `${came}; ${ignoredWords(said ?? "")}`;
}

function ignoredWords(said: string): string {
  const status = /^the tweet is ([A-Z]+)$/.exec(said)?.[1];
  if (status && Object.hasOwn(byStatus, status)) return byStatus[status as TweetStatus];
  const hold = holdIn(said);
  if (hold) return `nothing was done: ${heldBecause(hold)}.`;
  if (/^revision \d+ is not the present one$/.test(said)) {
    return "the tweet had changed since that message was made, so nothing was done.";
  }
  return ends[said] ?? "Roost took it up.";
}

const byStatus: Record<TweetStatus, string> = {
  DRAFT: "it was off the schedule, so nothing was done.",
  SCHEDULED: "it was not yet to go out, so nothing was done.",
  PUBLISHING: "Roost was posting it already, so nothing was done.",
  PUBLISHED: "Roost had already posted it, so nothing was done.",
  FAILED: "it had failed before, so nothing was done.",
  UNCONFIRMED: "it may be up already, so nothing was done.",
  CANCELLED: "it had been cancelled, so nothing was done.",
};

const ends: Record<string, string> = {
  "going on": "Roost took it up, and went on with it after it had answered.",
  missed: "its lateness limit had passed by then, so it was not posted.",
  tooManyAttempts: "it had been tried too often by then, so it was not posted.",
  "no such tweet": "it had been deleted, so nothing was done.",
  "somebody else took it": "another delivery, a check or its owner was faster, so nothing was done.",
  "every part is out": "every part of it was up already, so nothing was done.",
};

/** Why QStash did not do what it was asked, as src/server/qstash/call.ts tells it. */
export function qstashTrouble(why: string): string {
  return troubles[why] ?? "QStash did not take it";
}

/** QStash said no, so it did not take the message; after silence or half an answer it may have. */
export function hasSurelyNone(why: string): boolean {
  return sayingNo.has(why);
}

const sayingNo = new Set(["unauthorized", "forbidden", "rateLimited", "refused", "notFound"]);

const troubles: Record<string, string> = {
  timeout: "QStash did not answer in time",
  unreachable: "QStash could not be reached",
  unauthorized: "QStash refused Roost's token",
  forbidden: "QStash refused Roost's token",
  rateLimited: "QStash's limit was used up",
  serverError: "QStash was in trouble",
  unreadable: "QStash answered something that Roost could not read",
  refused: "QStash did not take the message",
  notFound: "QStash did not know what was asked for",
};
