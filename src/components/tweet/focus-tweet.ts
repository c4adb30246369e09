/** A dialog is gone, and a row that is new, be it on the next page, is painted within these. */
const framesToWait = 300;

/**
 * Puts the focus on a tweet's row once the page has been painted, without moving the page. A row that is not there yet, or
 * that a closing dialog still keeps the focus from, is waited for, unless the focus has gone somewhere else by then.
 */
export function focusTweet(tweetId: string): void {
  const { activeElement: from } = document;
  const look = (framesLeft: number) =>
    requestAnimationFrame(() => {
      const row = rowOf(tweetId);
      if (row && !row.closest("[aria-hidden=true]")) row.focus({ preventScroll: true });
      else if (framesLeft > 0 && !hasFocusGone(from)) look(framesLeft - 1);
    });
  look(framesToWait);
}

/** Whether a person has put the focus somewhere else; what disappears leaves it nowhere. */
function hasFocusGone(from: Element | null): boolean {
  const { activeElement } = document;
  const isNowhere = activeElement === document.body || activeElement === from;
  return !isNowhere && !activeElement?.closest("[role=dialog]");
}

/** The row of a tweet, wherever it is listed. */
export function rowOf(tweetId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-tweet-id="${CSS.escape(tweetId)}"]`);
}

/** The tweet whose row holds the focus. */
export function focusedTweetId(): string | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-tweet-id]");
  return row?.dataset.tweetId ?? null;
}

/** Moves the focus to the next or the previous row; from nowhere, to the first or the last. */
export function moveFocus(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-tweet-id]")];
  const current = rows.findIndex((row) => row.dataset.tweetId === focusedTweetId());
  const next = current === -1 ? (step === 1 ? 0 : rows.length - 1) : current + step;
  const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}
