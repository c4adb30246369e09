// What X has created, by its own record.
import { callSandbox } from "./call-sandbox";

export type Created = { text: string; createdAtMs: number };

/** Every creation ever, the deleted ones too. */
export async function readLedger(xUrl: string): Promise<Created[]> {
  const { tweets } = await callSandbox<{ tweets: { text: string; createdAt: string }[] }>(
    xUrl,
    "/_sandbox/tweets",
  );
  return tweets.map(({ text, createdAt }) => ({ text, createdAtMs: Date.parse(createdAt) }));
}

export type Due = { text: string; dueMs: number };

/**
 * How long after its second each tweet was created at X, in milliseconds.
 * @throws Error when one is missing, was created twice or too early: then there is nothing to measure.
 */
export function latenessOf(due: Due[], ledger: Created[]): number[] {
  const byText = new Map<string, Created[]>();
  for (const created of ledger) byText.set(created.text, [...(byText.get(created.text) ?? []), created]);
  return due.map(({ text, dueMs }) => {
    const [created, second] = byText.get(text) ?? [];
    if (!created) throw new Error(`"${text}" was never created at X.`);
    if (second) throw new Error(`"${text}" was created twice at X.`);
    const lateMs = created.createdAtMs - dueMs;
    if (lateMs < 0) throw new Error(`"${text}" was created ${-lateMs} ms before it was due.`);
    return lateMs;
  });
}
