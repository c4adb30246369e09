// When nothing in the process moves any more: no statement is under way but those that wait for a lock, and nothing
// has stirred for some turns of the event loop. Only then may the virtual clock or the next call go on.
import pg from "pg";
import { createArrivals } from "./arrivals";
import { realClearTimeout, realSetTimeout } from "./take-over";

/** Turns without any stir: a chunk or a promise reaches its reader within one or two. */
const stillTurns = 4;
/** Turns without any stir before something is handed on: whoever asked for it may still ask for more. */
const turnsToHandOn = 2;
/** Real milliseconds that a statement may take before it is asked whether it waits for a lock. */
const patienceMs = 12;

type Watched = pg.Client & { processID: number | null; connectionParameters: object };

export type Stirring = {
  /** Counts something that other parts of the process may still react to. */
  note: () => void;
  /** Nothing is quiet until this promise has settled. */
  track: <T>(work: Promise<T>) => Promise<T>;
  /** The same for the work of another thread, such as a signature check: its end is handed on in its turn. */
  inTurn: <T>(work: Promise<T>) => Promise<T>;
  /** Resolves when nothing moves but statements that wait for a lock which somebody holds. */
  quiet: () => Promise<void>;
  /** The backends of those statements, as last seen, in the order in which they were made. */
  blocked: () => number[];
  /** The statement of this backend was told to give its wait up, and is about to end. */
  giveUp: (pid: number) => void;
  /** The statements that have waited for a lock since `forget`. */
  waits: () => string[];
  forget: () => void;
  stop: () => Promise<void>;
};

/** Watches all statements of the process. @param databaseUrl to ask who waits for a lock. */
export async function watchStirring(databaseUrl: string, otherActivity: () => number): Promise<Stirring> {
  const asking = new pg.Client({ connectionString: databaseUrl });
  await asking.connect();
  const arrivals = createArrivals();
  const blocked = new Set<object>();
  const givenUp = new Set<number>();
  const waits = new Set<string>();
  let stirs = 0;
  let tracked = 0;
  /** What has ended may have let a lock go. */
  let isBlockedStale = false;
  let wake: (() => void) | undefined;

  const begin: Begin = (by) => {
    stirs += 1;
    const arrive = arrivals.expect(by);
    return (handOn) => {
      stirs += 1;
      blocked.delete(by);
      givenUp.delete((by as Watched).processID ?? 0);
      isBlockedStale = blocked.size > 0;
      arrive(handOn);
      wake?.();
    };
  };
  const unwatch = watchStatements(asking, begin);

  /** Waits until something arrives, but not for ever. Returns whether anything did. */
  async function nextArrival(): Promise<boolean> {
    const before = stirs;
    await new Promise<void>((resolve) => {
      const timer = realSetTimeout(resolve, patienceMs);
      wake = () => {
        realClearTimeout(timer);
        resolve();
      };
    });
    wake = undefined;
    return stirs !== before;
  }

  /** A lock that was let go is granted before its holder hears so, and long before its next holder goes on. */
  async function findBlocked(): Promise<void> {
    isBlockedStale = false;
    const clients = arrivals.awaiting() as Watched[];
    const pids = clients.flatMap(({ processID }) => processID ?? []);
    const { rows } = await asking.query<{ pid: number; query: string }>(
      "SELECT pid, query FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE NOT granted AND pid = ANY ($1)",
      [pids],
    );
    blocked.clear();
    for (const { pid, query } of rows) {
      const client = clients.find(({ processID }) => processID === pid);
      if (!client || givenUp.has(pid)) continue;
      blocked.add(client);
      waits.add(query);
    }
  }

  /** Whether nothing stirs for so many turns. */
  const isStill = (turns: number): Promise<boolean> =>
    new Promise((resolve) => {
      const before = stirs + otherActivity();
      let left = turns;
      const turn = () => {
        left -= 1;
        if (stirs + otherActivity() !== before) resolve(false);
        else if (left === 0) resolve(true);
        else setImmediate(turn);
      };
      setImmediate(turn);
    });

  async function quiet(): Promise<void> {
    arrivals.hold();
    for (;;) {
      if (isBlockedStale) await findBlocked();
      const first = arrivals.first((by) => blocked.has(by));
      const isAwaited = first ? first.handOn === null : tracked > 0;
      if (isAwaited) {
        if (!(await nextArrival())) await findBlocked();
      } else if (await isStill(first ? turnsToHandOn : stillTurns)) {
        if (!first) break;
        arrivals.handOn(first);
      }
    }
    arrivals.letGo();
  }

  return {
    note: () => {
      stirs += 1;
    },
    track: (work) => {
      tracked += 1;
      return work.finally(() => {
        tracked -= 1;
        stirs += 1;
        wake?.();
      });
    },
    inTurn: (work) =>
      new Promise((resolve, reject) => {
        const end = begin(work);
        work.then(
          (value) => end(() => resolve(value)),
          (error: unknown) => end(() => reject(error)),
        );
      }),
    quiet,
    blocked: () =>
      (arrivals.awaiting() as Watched[]).flatMap((by) => (blocked.has(by) ? (by.processID ?? []) : [])),
    giveUp: (pid) => {
      givenUp.add(pid);
      for (const by of blocked) if ((by as Watched).processID === pid) blocked.delete(by);
    },
    waits: () => [...waits],
    forget: () => waits.clear(),
    stop: async () => {
      unwatch();
      await asking.end();
    },
  };
}

/** Notes that this client, or whoever else, awaits something. What it returns is called when that is there. */
type Begin = (by: object) => (handOn: () => void) => void;
type Ended = (error: unknown, result?: unknown) => void;
type AnyQuery = (this: Watched, ...args: unknown[]) => unknown;
type AnyConnect = (this: Watched, callback?: Ended) => Promise<void> | undefined;

/** All of them go through these two methods, those of Prisma and of the sandboxes alike. */
function watchStatements(except: pg.Client, begin: Begin): () => void {
  const prototype = pg.Client.prototype as unknown as { query: AnyQuery; connect: AnyConnect };
  const { query, connect } = prototype;
  /** Runs what calls back or, where nobody hears that, gives a promise. */
  function run(client: Watched, callback: unknown, go: (ended: Ended) => void): Promise<unknown> | undefined {
    const end = begin(client);
    if (typeof callback === "function") {
      go((error, result) => end(() => (callback as Ended)(error, result)));
      return undefined;
    }
    return new Promise((resolve, reject) => {
      go((error, result) => end(() => (error ? reject(error) : resolve(result))));
    });
  }
  prototype.query = function (...args) {
    if ((this as pg.Client) === except) return query.apply(this, args);
    nameStatement(args[0]);
    const callback = typeof args.at(-1) === "function" ? args.pop() : undefined;
    return run(this, callback, (ended) => query.call(this, ...args, ended));
  };
  prototype.connect = function (callback) {
    // PostgreSQL's own time-outs run in real time; a wait for a lock is ended in virtual time instead.
    Object.assign(this.connectionParameters, { lock_timeout: false, statement_timeout: false });
    Object.assign(this.connectionParameters, { idle_in_transaction_session_timeout: false });
    return run(this, callback, (ended) => connect.call(this, ended)) as Promise<void> | undefined;
  };
  // In virtual time an idle connection would be closed by every longer wait, and another opened after it.
  const pools = pg.Pool.prototype as unknown as { connect: (this: PoolLike, ...args: unknown[]) => unknown };
  const { connect: take } = pools;
  pools.connect = function (...args) {
    this.options.idleTimeoutMillis = 0;
    return take.apply(this, args);
  };
  return () => {
    Object.assign(prototype, { query, connect });
    pools.connect = take;
  };
}

const nameOf = new Map<string, string>();

/** One with a name is planned once a connection, and not each time: a life makes the same ones again and again. */
function nameStatement(config: unknown): void {
  if (typeof config !== "object" || config === null || !("text" in config) || !("values" in config)) return;
  const named = config as { text: string; name?: string };
  if (named.name) return;
  const known = nameOf.get(named.text) ?? `s${nameOf.size}`;
  nameOf.set(named.text, known);
  named.name = known;
}

type PoolLike = { options: { idleTimeoutMillis: number } };
