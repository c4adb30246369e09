import type { Core } from "./context";
import { createDeliver } from "./deliver";
import { createFlowControl } from "./flow-control";
import type { Message } from "./message";
import { recordOutcome } from "./outcome";
import type { Send } from "./send";
import { admit, beginDeliveries, finishCancelled, nextDueAt, recoverInterrupted, takeDue } from "./turns";

/** After the database refused a statement. */
const databaseRetryMs = 1000;

/** Starts every delivery at its time. One timer waits for the earliest; nothing runs while nothing is due. */
export type Dispatcher = {
  /** Something is due at `atMs` (Unix milliseconds), maybe earlier than all that was known. */
  wake: (atMs: number) => void;
  /** Forgets what waits in memory, after the tables were emptied. */
  reset: () => void;
  /** Cuts the deliveries under way without recording them: the next start makes them again. */
  close: () => Promise<void>;
};

/** Takes up first what an earlier process left: overdue and interrupted messages are delivered at once. */
export function createDispatcher(core: Core, send: Send): Dispatcher {
  const { clock } = core;
  const closing = new AbortController();
  const deliver = createDeliver(core, send, closing.signal);
  const flow = createFlowControl();
  const running = new Map<string, Promise<void>>();
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
      await takeTurn().catch((error: unknown) => {
        report("could not look for due messages", error);
        isRecoveryWanted = true;
        wake(clock.now() + databaseRetryMs);
      });
    }
    turns = undefined;
  }

  async function takeTurn(): Promise<void> {
    if (isRecoveryWanted) {
      flow.dropWaiting();
      await recoverInterrupted(core, [...running.keys()]);
      isRecoveryWanted = false;
    }
    const ready = await admit(core, await takeDue(core));
    flow.enter(ready);
    await begin([...ready.filter((message) => !message.flowKey), ...flow.start(clock.now())]);
    wake(Math.min(await nextDueAt(core), flow.nextPeriodMs(clock.now())));
  }

  async function begin(messages: Message[]): Promise<void> {
    const ids = messages.map((message) => message.id);
    try {
      const started = await beginDeliveries(core, ids);
      for (const message of messages) if (started.has(message.id)) run(message);
      await finishCancelled(
        core,
        ids.filter((id) => !started.has(id)),
      );
    } finally {
      for (const message of messages) if (!running.has(message.id)) flow.leave(message);
    }
  }

  function run(message: Message): void {
    const attempt = async () => {
      const result = await deliver(message);
      if (closing.signal.aborted) return;
      const dueAt = await untilKept(() => recordOutcome(core, message, result));
      running.delete(message.id);
      flow.leave(message);
      wake(message.flowKey ? clock.now() : (dueAt ?? Number.POSITIVE_INFINITY));
    };
    const giveUp = (error: unknown) => {
      report("could not make a delivery", error);
      running.delete(message.id);
      flow.leave(message);
      isRecoveryWanted = true;
      wake(clock.now() + databaseRetryMs);
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

  wake(clock.now());

  return {
    wake,
    reset() {
      flow.reset();
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
