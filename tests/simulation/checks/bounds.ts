// S10: however bad the day, X and QStash are not asked without end.
import { readTag } from "../world/tags";
import { type Check, violate } from "./check";

const bounds = {
  /** Tries at one part of one revision, each of which may be sent again after a refresh. */
  createsPerDraft: 26,
  /** A pass asks for logs in batches, and for each message that has no row. */
  qstashPerPass: 30,
  qstashPerTweet: 3,
};

const boundedX: Check = ({ wire }) => {
  const creates = new Map<string, number>();
  for (const call of wire) {
    if (call.service !== "x" || call.path !== "/2/tweets" || call.method !== "POST") continue;
    const text = /"text":"([^"]*)"/.exec(call.request)?.[1] ?? "";
    const tag = readTag(text);
    const key = tag ? `part ${tag.position} of draft ${tag.draft} of tweet ${tag.tweet}` : "no tweet of ours";
    creates.set(key, (creates.get(key) ?? 0) + 1);
  }
  return [...creates].flatMap(([key, count]) =>
    count > bounds.createsPerDraft
      ? [violate("S10 calls to X are bounded", `${key} was sent ${count} times`)]
      : [],
  );
};

/** Passes of one process at the same time: which of them made a call cannot be seen from outside. */
const boundedQStash: Check = ({ wire, passes }) =>
  passes.flatMap(({ name, process, begunAt, endedAt, scheduled }) => {
    if (endedAt === null) return [];
    const calls = wire.filter(
      (call) =>
        call.service === "qstash" && call.process === process && call.seq > begunAt && call.seq < endedAt,
    );
    const together = passes.filter(
      (other) =>
        other.process === process &&
        other.begunAt < endedAt &&
        (other.endedAt === null || other.endedAt > begunAt),
    );
    const most = together.reduce(
      (sum, other) => sum + bounds.qstashPerPass + bounds.qstashPerTweet * other.scheduled,
      0,
    );
    return calls.length > most
      ? [violate("S10 calls to QStash are bounded", `${name} over ${scheduled} tweets made ${calls.length}`)]
      : [];
  });

export const boundChecks: Check[] = [boundedX, boundedQStash];
