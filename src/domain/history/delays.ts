// What kept a tweet between two times: of all that befell it, what delayed it or left it in doubt, told with its time.
import type { FlightKind } from "../flight";
import type { MoveKind } from "../move-kinds";
import type { Context } from "./context";
import { type FlightOf, type HistoryItem, isFlightOf } from "./item";
import { type LateDelivery, lateDelivery } from "./late-delivery";
import type { StoryRow } from "./row";
import { sentenceOf } from "./sentence";
import { isToldElsewhere } from "./told-elsewhere";
import { armingAt, type Cause, withoutDelivery } from "./without-delivery";

export type Telling = {
  items: readonly HistoryItem[];
  context: Context;
  /** Null where nothing is known but the story. */
  row: StoryRow | null;
};

/** More than these would be the list again. */
const maxSentences = 6;
const leftOut = "More befell it after that: the list below has the rest.";

const tellingMoves = new Set<string>([
  "put off",
  "failed",
  "unconfirmed",
  "outcome unknown",
  "lease ran out",
  "disarmed",
  "said to be up",
  "said not to be up",
  "resumed",
] satisfies MoveKind[]);

const tellingFlights = new Set<string>([
  "delivery refused",
  "held",
  "answered",
  "stop asked",
  "timeline read",
  "dead letter",
] satisfies FlightKind[]);

/**
 * Sentences in order, each once however often it came; of too many the first ones and the last, and that more are in the list.
 * @param apart what the caller tells itself.
 */
export function delaysBetween(telling: Telling, fromMs: number, toMs: number, apart?: HistoryItem): string[] {
  const { items, context } = telling;
  const arming = armingAt(items, fromMs);
  const message = arming?.kind === "armed" ? { qstashId: arming.detail.qstashId } : null;
  const isForgotten = isForgottenSince(items, fromMs);
  const causes = isForgotten ? [] : withoutDelivery(items, arming, fromMs, toMs);
  const told = new Set<string>();
  causes.push(...unheard(items, context, fromMs, toMs));
  const within = items.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  for (const item of items) {
    if (item === apart || item.atMs > toMs || !isTelling(item, items, message, fromMs)) continue;
    if (isToldElsewhere(item, within, apart)) continue;
    const { text } = sentenceOf(item, context);
    const same = samenessOf(item, text);
    if (!told.has(same)) causes.push({ atMs: item.atMs, text });
    told.add(same);
  }
  const late = isForgotten ? null : lateDelivery(items, fromMs);
  const isLateAlone = late !== null && late.atMs <= toMs && !causes.some(({ atMs }) => atMs < late.atMs);
  const inOrder = causes
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `At ${context.moment(atMs)}: ${text}`)
    .toSpliced(0, 0, ...(isLateAlone ? [cameOnly(late, context)] : []))
    .concat(isForgotten ? "What else befell it then is no longer kept." : []);
  if (inOrder.length <= maxSentences) return inOrder;
  return [...inOrder.slice(0, maxSentences - 1), leftOut, ...inOrder.slice(-1)];
}

function cameOnly({ atMs, retried }: LateDelivery, { moment }: Context): string {
  const attempt = retried > 0 ? ` (try ${retried + 1})` : "";
  return `QStash's message came only at ${moment(atMs)}${attempt}, and Roost's own check had not taken it before.`;
}

/** Entries of that time have been removed, long after: that there are none says nothing. */
function isForgottenSince(items: readonly HistoryItem[], fromMs: number): boolean {
  return items.some((item) => isFlightOf(item, "cut") && Date.parse(item.detail.until ?? "") >= fromMs);
}

/** What came again is told once, though each time with another time for the next. */
function samenessOf(item: HistoryItem, text: string): string {
  if (isFlightOf(item, "timeline read")) return `${item.kind} ${item.detail.result} ${item.detail.decision}`;
  if (isFlightOf(item, "held")) return `${item.kind} ${item.detail.reason}`;
  return isFlightOf(item, "arm failed") ? `${item.kind} ${item.detail.why}` : text;
}

/** Sent, and nothing heard: whoever had sent it was gone when X was asked instead. */
function unheard(items: readonly HistoryItem[], context: Context, fromMs: number, toMs: number): Cause[] {
  const heardOf = new Set(
    items.flatMap((item) =>
      (item.source === "flight" ? item.kind === "answered" : hearing.has(item.kind))
        ? String(item.detail.attemptId)
        : [],
    ),
  );
  return items.flatMap((item, index) => {
    if (!isFlightOf(item, "sending") || item.atMs < fromMs || item.atMs > toMs) return [];
    const isAskedFor = items.slice(index).some((later) => isFlightOf(later, "timeline read"));
    if (!isAskedFor || heardOf.has(item.detail.attemptId)) return [];
    const which = context.part(item.detail.part);
    return { atMs: item.atMs, text: `Roost sent ${which} to X, and stopped before it heard X's answer.` };
  });
}

/** Moves by the one who had sent it. */
const hearing = new Set<string>([
  "posted",
  "part posted",
  "posted, learned late",
  "put off",
  "failed",
  "outcome unknown",
] satisfies MoveKind[]);

/** @param message that it had at `fromMs`; null where it had none. */
function isTelling(
  item: HistoryItem,
  items: readonly HistoryItem[],
  message: { qstashId: unknown } | null,
  fromMs: number,
): boolean {
  if (isFlightOf(item, "arm failed")) return !message || item.atMs >= fromMs;
  // That its message had vanished was mostly seen before it was due, and is recorded once.
  // What merely answered 404 may have been there all the same, and is posted when it is due.
  if (isFlightOf(item, "verdict")) {
    const { verdict, action, qstashId } = item.detail;
    return verdict === "REMOVED" && action === "withhold" && qstashId === message?.qstashId;
  }
  if (item.atMs < fromMs) return false;
  if (item.source === "move") return tellingMoves.has(item.kind);
  if (isFlightOf(item, "delivered")) {
    const { answer, said = "" } = item.detail;
    return answer !== "handled" || said.startsWith("on hold: ");
  }
  if (isFlightOf(item, "media")) {
    return ["uploaded", "put off", "failed"].includes(item.detail.step) || wasWaitedFor(item, items);
  }
  if (isFlightOf(item, "sign-in")) return item.detail.result !== "renewed" || isAfterRefusal(item, items);
  return tellingFlights.has(item.kind);
}

/** X's 401 is told, and this is what came of it. */
function isAfterRefusal(renewal: HistoryItem, items: readonly HistoryItem[]): boolean {
  const before = items.slice(0, items.indexOf(renewal)).findLast((item) => isFlightOf(item, "answered"));
  return before?.detail.status === 401;
}

/** A file that X took its time with is ready. */
function wasWaitedFor(item: HistoryItem & FlightOf<"media">, items: readonly HistoryItem[]): boolean {
  const { part, file, step } = item.detail;
  return (
    step === "ready" &&
    items.some(
      (other) =>
        isFlightOf(other, "media") &&
        other.detail.step === "processing" &&
        other.detail.part === part &&
        other.detail.file === file,
    )
  );
}
