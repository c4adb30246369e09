import type { QueueView } from "~/server/tweets/view";
import { appendPage } from "./apply-tweet";

/** How often QStash itself is asked while somebody looks at the page; between that, only the database is read. */
export const verifyEveryMs = 15_000;

export type AskQueue = (
  input: { verify: boolean; cursor?: string },
  signal: AbortSignal | undefined,
) => Promise<QueueView>;

export type QueueReader = {
  /** Reads the queue, all pages that are open. `hasList`: a list is on the page, so that QStash may be waited for. */
  read: (hasList: boolean, signal?: AbortSignal) => Promise<QueueView>;
  isVerifyDue: () => boolean;
  /** The next read asks QStash. */
  verifyNext: () => void;
  /** From the next read on, one more page of upcoming tweets. */
  openPage: () => void;
  pagesOpen: () => number;
};

/**
 * Decides for each read whether QStash is asked. The first read never is, so that a slow QStash delays no list; the
 * one after it always is. Reads must not overlap: an older answer would be painted over a newer one.
 */
export function createQueueReader(ask: AskQueue, nowMs: () => number = Date.now): QueueReader {
  let verifiedAtMs = Number.NEGATIVE_INFINITY;
  let pages = 1;
  const isVerifyDue = () => nowMs() - verifiedAtMs >= verifyEveryMs;

  return {
    async read(hasList, signal) {
      const verify = hasList && isVerifyDue();
      if (verify) verifiedAtMs = nowMs();
      let view = await ask({ verify }, signal);
      for (let page = 1; page < pages && view.nextCursor !== null; page += 1) {
        view = appendPage(view, await ask({ verify: false, cursor: view.nextCursor }, signal));
      }
      return view;
    },
    isVerifyDue,
    verifyNext: () => {
      verifiedAtMs = Number.NEGATIVE_INFINITY;
    },
    openPage: () => {
      pages += 1;
    },
    pagesOpen: () => pages,
  };
}
