// When a posted tweet was up: by X's own time where that is known, which may be long before Roost learned of it.
import type { MoveKind } from "../move-kinds";
import { policy } from "../policy";
import { isLate } from "../schedule";
import type { Telling } from "./delays";
import type { MoveItem } from "./item";

export type UpTimes = {
  /** When its first part was up. */
  startedAtMs: number;
  /** When all of it was. */
  publishedAtMs: number;
};

/** @param posted the move by which all of it was out. */
export function upTimes({ row }: Telling, posted: MoveItem): UpTimes {
  const publishedAtMs = row?.publishedAtMs ?? posted.atMs;
  return { startedAtMs: row?.startedAtMs ?? publishedAtMs, publishedAtMs };
}

/**
 * "It was due at … and posted at …"; of a thread whose last part came later, both times.
 * @param wanted when it was to go out.
 * @param lateness of its beginning, as ", 6 minutes late".
 */
export function upWords(telling: Telling, posted: MoveItem, wanted: Wanted, lateness = ""): string {
  const { moment } = telling.context;
  const { startedAtMs, publishedAtMs } = upTimes(telling, posted);
  const learned = learnedWords(telling, posted);
  const named = posted.kind === "said to be up" ? ", going by the post that you named" : "";
  return isLate(startedAtMs, publishedAtMs, policy)
    ? `${wanted.words}; its first part was up at ${moment(startedAtMs)}${lateness}, its last at ${moment(publishedAtMs)}${learned}`
    : `${wanted.words}${wanted.joint} posted at ${moment(publishedAtMs)}${named}${lateness}${learned}`;
}

export type Wanted = {
  words: string;
  /** What stands between them and "posted at". */
  joint: string;
};

/** "; Roost learned of it at …", where that was at another time. */
export function learnedWords(telling: Telling, posted: MoveItem): string {
  const { moment } = telling.context;
  const told = moment(posted.atMs);
  const isSame = moment(upTimes(telling, posted).publishedAtMs) === told;
  return learning.has(posted.kind) && !isSame ? `; Roost learned of it at ${told}` : "";
}

const learning = new Set<string>([
  "found on X",
  "said to be up",
  "posted, learned late",
] satisfies MoveKind[]);
