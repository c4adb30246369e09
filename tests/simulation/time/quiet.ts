// When nothing in the process moves any more: no statement is under way but those that wait for a lock, and nothing
// has stirred for some turns of the event loop. Only then may the virtual clock or the next call go on.
import pg from "pg";
import { realClearTimeout, realSetTimeout } from "./take-over";

/** Turns without any stir: a chunk or a promise reaches its reader within one or two. */
const stillTurns = 4;
/** Real milliseconds that a statement may take before it is asked whether it waits for a lock. */
const patienceMs = 12;

type Watched = pg.Client & { processID: number | null; connectionParameters: object };

export type Stirring = {
  /** Counts something that other parts of the process may still react to. */
  note: () => void;
  /** Nothing is quiet until this promise has settled: work in another thread, such as a signature check. */
  track: <T>(work: Promise<T>) => Promise<T>;
  /** Resolves when nothing moves. Returns how many statements wait for a lock that somebody holds. */
  quiet: () => Promise<number>;
  /** The backends of the statements that wait for a lock, as last seen. */
  blocked: () => number[];
  /** The statements that have waited for a lock since `forget`. */
  waits: () => string[];
  forget: () => void;
  stop: () => Promise<void>;
};

/** Watches all statements of the process. @param databaseUrl to ask who waits for a lock. */
export async function watchStirring(databaseUrl: string, otherActivity: () => number): Promise<Stirring> {
  const asking = new pg.Client({ connectionString: databaseUrl });
  await asking.connect();
  const underWay = new Map<Watched, number>();
  let stirs = 0;
  let tracked = 0;
  let blocked: number[] = [];
  const waits = new Set<string>();
  let wake: (() => void) | undefined;
  const begin = (client: Watched) => {
    stirs += 1;
    underWay.set(client, (underWay.get(client) ?? 0) + 1);
  };
  const end = (client: Watched) => {
    stirs += 1;
    const left = (underWay.get(client) ?? 1) - 1;
    if (left > 0) underWay.set(client, left);
    else underWay.delete(client);
    wake?.();
  };
  const unwatch = watchStatements(asking, begin, end);

  /** Waits until a statement ends, but not for ever. Returns whether one did. */
  async function nextEnd(): Promise<boolean> {
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

  async function findBlocked(): Promise<void> {
    const pids = [...underWay.keys()].flatMap(({ processID }) => processID ?? []);
    const { rows } = await asking.query<{ pid: number; query: string }>(
      "SELECT pid, query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = ANY ($1)",
      [pids],
    );
    blocked = rows.map(({ pid }) => pid);
    for (const { query } of rows) waits.add(query);
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
    quiet: async () => {
      blocked = [];
      for (let still = 0, seen = -1; still < stillTurns; ) {
        if (underWay.size + tracked > blocked.length && !(await nextEnd())) await findBlocked();
        await new Promise(setImmediate);
        const now = stirs + otherActivity();
        still = now === seen && underWay.size + tracked <= blocked.length ? still + 1 : 0;
        seen = now;
      }
      return blocked.length;
    },
    blocked: () => blocked,
    waits: () => [...waits],
    forget: () => waits.clear(),
    stop: async () => {
      unwatch();
      await asking.end();
    },
  };
}

type Ended = (error: unknown, result: unknown) => void;
type AnyQuery = (this: Watched, ...args: unknown[]) => unknown;
type AnyConnect = (this: Watched, callback?: Ended) => Promise<void> | undefined;

/** All of them go through these two methods, those of Prisma and of the sandboxes alike. */
function watchStatements(
  except: pg.Client,
  begin: (client: Watched) => void,
  end: (client: Watched) => void,
): () => void {
  const prototype = pg.Client.prototype as unknown as { query: AnyQuery; connect: AnyConnect };
  const { query, connect } = prototype;
  prototype.query = function (...args) {
    if ((this as pg.Client) === except) return query.apply(this, args);
    begin(this);
    nameStatement(args[0]);
    const last = args.at(-1);
    if (typeof last === "function") {
      args[args.length - 1] = (error: unknown, result: unknown) => {
        end(this);
        (last as Ended)(error, result);
      };
      return query.apply(this, args);
    }
    const answer = query.apply(this, args) as Promise<unknown>;
    const done = () => end(this);
    answer.then(done, done);
    return answer;
  };
  prototype.connect = function (callback) {
    // PostgreSQL's own time-outs run in real time; a wait for a lock is ended in virtual time instead.
    Object.assign(this.connectionParameters, { lock_timeout: false, statement_timeout: false });
    Object.assign(this.connectionParameters, { idle_in_transaction_session_timeout: false });
    begin(this);
    if (callback) {
      return connect.call(this, (error, result) => {
        end(this);
        callback(error, result);
      });
    }
    const answer = connect.call(this) as Promise<void>;
    const done = () => end(this);
    answer.then(done, done);
    return answer;
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
