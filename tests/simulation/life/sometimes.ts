// Rare situations that a run must have met: a simulation in which they never occur proves nothing about them.
import type { Evidence } from "../checks/check";
import type { EventRow } from "../checks/snapshot";
import type { Act } from "../world/acts";
import { readTag } from "../world/tags";

/** What the flight recorder kept, beside the moves. */
export type FlightRow = { tweetId: string; kind: string; detail: Record<string, unknown> | null };

export type Met = Evidence & {
  flights: FlightRow[];
  hasDied: boolean;
  /** Statements that somebody had to wait for. */
  waits: string[];
};

type Situation = (met: Met) => boolean;

const said =
  (words: RegExp): Situation =>
  ({ deliveries }) =>
    deliveries.some((delivery) => words.test(delivery.said));
const moved =
  (isIt: (event: EventRow) => boolean): Situation =>
  ({ now }) =>
    now.events.some(isIt);
const kind = (name: string) => moved((event) => event.kind === name);
const flew =
  (name: string, isIt: (detail: Record<string, unknown>) => boolean = () => true): Situation =>
  ({ flights }) =>
    flights.some((flight) => flight.kind === name && isIt(flight.detail ?? {}));
const failed =
  (failure: string): Situation =>
  ({ now }) =>
    now.tweets.some(({ failureKind }) => failureKind === failure) ||
    now.events.some(({ detail }) => detail?.failure === failure || detail?.failureKind === failure);
const asked =
  (service: "qstash" | "x", path: RegExp, answer: RegExp): Situation =>
  ({ wire }) =>
    wire.some((call) => call.service === service && path.test(call.path) && answer.test(call.answer));
const held =
  (reason: string): Situation =>
  ({ now }) =>
    now.events.some(({ detail }) => detail?.hold === reason);

export const situations: Record<string, Situation> = {
  "a claim is lost to another": said(/somebody else took it/),
  "a delivery finds its tweet going out": said(/the tweet is PUBLISHING/),
  "a delivery comes after its tweet was posted": said(/the tweet is PUBLISHED/),
  "a delivery comes after a cancel": ({ deliveries, now }) =>
    now.events.some(
      ({ tweetId, kind: name, at }) =>
        name === "cancelled" &&
        deliveries.some(({ body, atMs }) => body.includes(tweetId) && atMs > Date.parse(at)),
    ),
  "a delivery is of an old revision": said(/is not the present one/),
  "a delivery is early, and sent away": said(/not due yet/),
  "a forged delivery is refused": ({ deliveries }) =>
    deliveries.some(({ isForged, status }) => isForged && status === 401),
  "a delivery finds its account on hold": said(/on hold/),
  "the answer to a delivery is our own trouble": ({ deliveries }) =>
    deliveries.some(({ status, said: words }) => status === 503 && /could not handle/.test(words)),
  "an arming is deduplicated": moved(({ detail }) => detail?.isDeduplicated === true),
  "an arming fails": flew("arm failed"),
  "an arming is overtaken by a change": flew("arm overtaken"),
  "a message that serves nobody is cancelled by a pass": ({ passes }) =>
    passes.some(({ actions }) => (actions["ghosts cancelled"] ?? 0) > 0),
  "a message is struck, and found alive after all": ({ now, flights }) =>
    flights.some(
      ({ tweetId, kind: name }) =>
        name === "verdict" &&
        !now.events.some((event) => event.tweetId === tweetId && event.kind === "orphaned"),
    ),
  "a message was removed in QStash, and its tweet unscheduled": moved(
    ({ kind: name, detail }) => name === "orphaned" && detail?.reason === "REMOVED",
  ),
  "a message is missing, and its tweet unscheduled": moved(
    ({ kind: name, detail }) => name === "orphaned" && detail?.reason === "MISSING",
  ),
  "a message is replaced because it cannot serve": kind("disarmed"),
  "a 404 needs the proof of a probe": asked("qstash", /\/v2\/publish\//, /200 OK/),
  "so much vanishes that the breaker opens": ({ passes }) =>
    passes.some(({ isBreakerOpen }) => isBreakerOpen),
  "a tweet is past its lateness limit": failed("missed"),
  "X puts a tweet off": kind("put off"),
  "X refuses a tweet": failed("refused"),
  "X refuses a duplicate": failed("duplicate"),
  "X may have posted": ({ now }) =>
    now.attempts.some(({ outcome, settlingSince }) => outcome === "unknown" || settlingSince !== null),
  "its owner says that it is up": kind("said to be up"),
  "its owner says that it is not": kind("said not to be up"),
  "its owner says that it is not, and is mistaken": ({ now, numberOf }) =>
    now.events.some(
      ({ kind: name, tweetId, detail, at }) =>
        name === "said not to be up" &&
        now.posts.some(({ text, createdAt }) => {
          const tag = readTag(text);
          const isIts = tag?.tweet === numberOf.get(tweetId) && tag?.position === detail?.part;
          return isIts && createdAt < Date.parse(at);
        }),
    ),
  "settling finds the post, and adopts it": moved(
    (event) => event.kind === "found on X" && event.from === "PUBLISHING",
  ),
  "settling finds that X has it not, and it is sent again": kind("not on X"),
  "settling cannot tell": kind("unconfirmed"),
  "a look from Check needed finds the post": moved(
    (event) => event.kind === "found on X" && event.from === "UNCONFIRMED",
  ),
  "a part is adopted, and its thread goes on": moved(
    (event) => event.kind === "found on X" && event.to === "SCHEDULED",
  ),
  "X's answer is learned late": kind("posted, learned late"),
  "a worker dies before it sends": ({ now }) =>
    now.attempts.some(({ outcome, detail }) => outcome === "expired" || /before sending/.test(detail ?? "")),
  "a token is renewed": asked("x", /oauth2\/token/, /^HTTP\/1\.1 200/),
  "one worker renews a token, and another waits for it": ({ waits }) =>
    waits.some((statement) => /XAccount".*FOR (NO KEY )?UPDATE/s.test(statement)),
  "an account must be connected again": held("reconnect"),
  "X's rate limit is used up": held("rateLimit"),
  "the app has no credits": held("noCredits"),
  "a probe fails, and a later one ends the hold": ({ now }) =>
    now.events.filter(({ kind: name, detail }) => name === "put off" && detail?.hold === "noCredits").length >
      1 && now.appHolds.every(({ reason }) => reason !== "noCredits"),
  "a thread stops half way": ({ now }) =>
    now.events.some(
      ({ tweetId, to }) =>
        to === "FAILED" &&
        now.events.some((event) => event.tweetId === tweetId && event.kind === "part posted"),
    ),
  "a thread goes on after a stop": kind("resumed"),
  "a thread is rolled back": kind("rolled back"),
  "a command is about an old revision": ({ acts }) =>
    acts.some(({ answer }) => answer?.kind === "refused" && answer.code === "STALE"),
  "a command is done though nobody heard so": ({ acts, now }) =>
    acts.some(
      ({ answer, tweetId, base }) =>
        answer?.kind === "unknown" &&
        now.events.some(
          (event) => event.tweetId === tweetId && event.revision === base + 1 && event.actor === "owner",
        ),
    ),
  "a tweet is posted though QStash never came": moved(
    ({ kind: name, actor }) => name === "posted" && actor === "sweep",
  ),
  // Before each time that X is asked how far it is, its worker has renewed the lease.
  "a lease is renewed while X processes a file": asked("x", /command=STATUS/, /"(pending|in_progress)"/),
  "X's processing of a file fails": flew("media", ({ step }) => step === "failed"),
  "a dead letter is read, and cleared": ({ wire }) =>
    wire.some(
      ({ method, path, answer }) =>
        method === "DELETE" && path.startsWith("/v2/dlq") && answer.startsWith("HTTP/1.1 200"),
    ),
  "a tweet is to be posted now": ({ acts }) =>
    acts.some(({ kind: name, answer }) => name === "postNow" && answer?.kind === "ok"),
  "tweets that wait on a hold are cancelled together": ({ acts, now }) =>
    acts.some(
      (act) =>
        act.kind === "cancelHeld" &&
        act.answer?.kind === "ok" &&
        now.events.filter(({ kind: name, at }) => name === "cancelled" && isWithin(act, at)).length > 1,
    ),
  "tweets that were missed are retried together": ({ acts }) => {
    const done = acts.filter(
      ({ kind: name, tweetId, answer }) => name === "retryAll" && tweetId && answer?.kind === "ok",
    );
    return done.some((act) => done.some((other) => other !== act && other.begunMs === act.begunMs));
  },
  "a process dies": ({ hasDied }) => hasDied,
};

const isWithin = ({ begunMs, endedMs }: Act, at: string) =>
  Date.parse(at) >= begunMs && Date.parse(at) <= (endedMs ?? begunMs);

export type SituationName = string;

/** Those that this life has met. */
export function situationsIn(met: Met): SituationName[] {
  return Object.entries(situations).flatMap(([name, isMet]) => (isMet(met) ? [name] : []));
}
