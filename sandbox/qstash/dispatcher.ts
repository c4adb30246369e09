import type { Core, Dispatcher } from "./context";
import { createDeliver } from "./deliver";
import { createFlowControl } from "./flow-control";
import type { Message } from "./message";
import { recordOutcome } from "./outcome";
import type { Send } from "./send";
import { admit, finishCancelled, markActive, nextDueAt, recoverInterrupted, takeDue } from "./turns";

/** Messages are read from the database so long before their time that they start on it, not a statement later. */
const lookaheadMs = 1000;
/** After the database refused a statement. */
const databaseRetryMs = 1000;

/** Takes up first what an earlier process left: overdue and interrupted messages are delivered at once. */
export function createDispatcher(core: Core, send: Send): Dispatcher {
  const { clock } = core;
  const closing = new AbortController();
  const deliver = createDeliver(core, send, closing.signal);
  const flow = createFlowControl();
  const running = new Map<string, Promise<void>>();
  const cancelled = new Set<string>();
  let near: Message[] = [];
  let epoch = 0;
  let timer: { atMs: number; cancel: () => void } | undefined;
  let turns: Promise<void> | undefined;
  let isTurnWanted = true;
  let isRecoveryWanted = true;

  function wake(atMs: number): void {
    if (closing.signal.aborted || !Number.isFinite(atMs) || (timer && timer.atMs <= atMs)) return;
    if (atMs <= clock.now()) {
      isTurnWanted = true;
      turns ??= Promise.resolve().then(takeTurns);
      return;
    }
    timer?.cancel();
    const cancel = clock.setTimer(atMs, () => {
      timer = undefined;
      wake(atMs);
    });
    timer = { atMs, cancel };
  }

  /** One turn at a time: what is asked for meanwhile is one more turn after it. */
  async function takeTurns(): Promise<void> {
    while (isTurnWanted && !closing.signal.aborted) {
      isTurnWanted = false;
      await takeTurn().catch((error: unknown) => recoverSoon("could not look for due messages", error));
    }
    turns = undefined;
  }

  function recoverSoon(what: string, error: unknown): void {
    report(what, error);
    isRecoveryWanted = true;
    wake(clock.now() + databaseRetryMs);
  }

  async function takeTurn(): Promise<void> {
    if (isRecoveryWanted) {
      flow.dropWaiting();
      near = [];
      await recoverInterrupted(core, [...running.keys()]);
      isRecoveryWanted = false;
    }
    do await startDue();
    while (await fetchNear());
    const nearestMs = near[0]?.dueAt ?? Number.POSITIVE_INFINITY;
    wake(Math.min(nearestMs, (await nextDueAt(core)) - lookaheadMs, flow.nextPeriodMs(clock.now())));
  }

  /** @returns whether something that was fetched is due already. */
  async function fetchNear(): Promise<boolean> {
    const fetchEpoch = epoch;
    const fetched = await takeDue(core, clock.now() + lookaheadMs);
    if (fetchEpoch !== epoch) return false;
    near = [...near, ...fetched].sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || a.seq - b.seq);
    return (near[0]?.dueAt ?? Number.POSITIVE_INFINITY) <= clock.now();
  }

  async function startDue(): Promise<void> {
    const startEpoch = epoch;
    const nowMs = clock.now();
    const due = near.filter((message) => (message.dueAt ?? 0) <= nowMs);
    near = near.slice(due.length);
    const ready = await admit(
      core,
      due.filter((message) => !isCancelled(message)),
    );
    if (startEpoch !== epoch) return;
    flow.enter(ready);
    const stopped = [...due.filter(isCancelled), ...flow.remove(isCancelled)];
    const free = ready.filter((message) => !message.flowKey && !isCancelled(message));
    const starting = [...free, ...flow.start(clock.now())];
    const marked = markActive(
      core,
      starting.map((message) => message.id),
    );
    for (const message of starting) run(message, marked);
    await Promise.all([marked, finishCancelled(core, stopped)]);
    for (const { id } of stopped) cancelled.delete(id);
  }

  function isCancelled({ id, cancelRequestedAt }: Message): boolean {
    return cancelRequestedAt !== null || cancelled.has(id);
  }

  /** @param marked settles when the message's start is written down. */
  function run(message: Message, marked: Promise<void>): void {
    const attempt = async () => {
      const [result] = await Promise.all([deliver(message), marked]);
      if (closing.signal.aborted) return;
      const dueAt = await untilKept(() => recordOutcome(core, message, result));
      finish();
      if (dueAt !== undefined) expect(dueAt);
    };
    const finish = () => {
      running.delete(message.id);
      flow.leave(message);
      if (message.flowKey) wake(clock.now());
    };
    const giveUp = (error: unknown) => {
      finish();
      recoverSoon("could not make a delivery", error);
    };
    running.set(message.id, attempt().catch(giveUp));
  }

  async function untilKept<T>(write: () => Promise<T>): Promise<T | undefined> {
    while (!closing.signal.aborted) {
      try {
        return await write();
      } catch (error) {
        report("could not record a delivery", error);
        await new Promise<void>((resolve) => {
          clock.setTimer(clock.now() + databaseRetryMs, resolve);
          closing.signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
    }
    return undefined;
  }

  function expect(dueAtMs: number): void {
    wake(dueAtMs - lookaheadMs);
  }

  wake(clock.now());

  return {
    expect,
    noteCancelled(ids) {
      for (const id of ids) cancelled.add(id);
    },
    reset() {
      epoch += 1;
      near = [];
      flow.reset();
      cancelled.clear();
      timer?.cancel();
      timer = undefined;
    },
    async close() {
      closing.abort(new Error("the sandbox closed"));
      timer?.cancel();
      await turns;
      await Promise.all(running.values());
    },
  };
}

function report(what: string, error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  console.error(`The QStash sandbox ${what}, and tries again in a second: ${why}`);
}
