// One life of Roost: two web processes and two reconcilers on one database, people with accounts, and time that moves
// as fast as all of them can think.
import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import { connectAccount } from "~/server/accounts/connect-account";
import { type Env, readEnv } from "~/server/env";
import { createLog } from "~/server/log";
import { createRoost, type Roost } from "~/server/roost";
import { appRouter } from "~/server/routers/app-router";
import { createCaller } from "~/server/routers/trpc";
import { drive } from "./calls";
import { appUrl, doorsOf } from "./deliver-to";
import { type Ground, ports } from "./ground";
import { guardDb } from "./guarded-db";
import { guardStore } from "./guarded-store";
import { createProcess, makeCall, type SimProcess } from "./process";
import { secrets } from "./signing-keys";
import { sqlNow } from "./sql-now";

export type Person = { name: string; userId: string; accounts: { id: string; handle: string }[] };

export type Caller = ReturnType<ReturnType<typeof createCaller<typeof appRouter._def.record>>>;

export type World = {
  ground: Ground;
  /** The processes that stand now, by name; one that died is replaced by `restart`. */
  processes: Map<string, SimProcess>;
  roostOf: (name: string) => Roost;
  restart: (name: string) => void;
  /** A caller of the routers in this process, for this person. */
  callerOf: (name: string, person: Person) => Caller;
  signUp: (name: string, handles: string[]) => Promise<Person>;
  /** Every line that was logged. */
  logLines: string[];
  /** Whether the statements inside transactions wait for their turns one by one. */
  isStepwise: boolean;
  /** Moves on until this has settled; returns false where it has not by then. */
  finish: (work: Promise<unknown>, withinMs: number) => Promise<boolean>;
  /** Lets everything happen that happens in this time. */
  advance: (ms: number) => Promise<void>;
  /** All processes die: the life is over. */
  end: () => void;
};

const minuteMs = 60_000;

export const webNames = ["web-1", "web-2"] as const;
export const reconcilerNames = ["reconciler-1", "reconciler-2"] as const;

/** Begins a life on emptied ground. */
export function beginLife(ground: Ground): World {
  const { calls, time, wire, stirring } = ground;
  const { roostOf, deliveries } = doorsOf(ground);
  roostOf.clear();
  deliveries.length = 0;
  const processes = new Map<string, SimProcess>();
  const roosts = new Map<string, Roost>();
  const logLines: string[] = [];
  const log = createLog(
    "sim",
    "debug",
    new Writable({
      write: (line, _, done) => {
        logLines.push(String(line));
        done();
      },
    }),
  );
  let nextPort = ports.first;
  const sessionSecret = randomBytes(32).toString("hex");

  const world: World = {
    ground,
    processes,
    logLines,
    isStepwise: false,
    roostOf: (name) => {
      const roost = roosts.get(name);
      if (!roost) throw new Error(`There is no process ${name}.`);
      return roost;
    },
    restart: (name) => {
      processes.get(name)?.crash();
      const process = createProcess(name, calls);
      const [qstashPort, xPort] = [nextPort, nextPort + 1];
      nextPort += 2;
      wire.route(qstashPort, { service: "qstash", process, accept: ground.accept.qstash });
      wire.route(xPort, { service: "x", process, accept: ground.accept.x });
      const roost = createRoost(envOf(ground, qstashPort, xPort, sessionSecret), name, {
        db: guardDb(ground.db, process, () => world.isStepwise),
        media: guardStore(ground.store, process, { nowMs: time.now, track: stirring.track }),
        clock: {
          now: () =>
            makeCall(
              process,
              "clock",
              "now",
              async () => new Date(time.now() + ground.skewMs.roost),
              () => new Error("Can't reach database server"),
            ),
          inSql: () => sqlNow(() => new Date(time.now() + ground.skewMs.roost)),
          sleep: async (ms) => {
            await new Promise<void>((resolve) => time.setTimer(time.now() + ms, resolve));
            await process.back("go");
          },
        },
        log,
      });
      const checked: Roost = {
        ...roost,
        checkSignature: (...args) => stirring.inTurn(roost.checkSignature(...args)),
      };
      processes.set(name, process);
      roosts.set(name, checked);
      if (name.startsWith("web")) {
        ground.webs.splice(0, ground.webs.length, ...webNames.flatMap((web) => processes.get(web) ?? []));
        roostOf.set(process, checked);
      }
    },
    callerOf: (name, person) =>
      createCaller(appRouter)({ roost: world.roostOf(name), userId: person.userId }),
    signUp: (name, handles) => signUp(world, name, handles),
    finish: async (work, withinMs) => {
      let isSettled = false;
      const done = () => {
        isSettled = true;
      };
      work.then(done, done);
      return drive(ground, () => isSettled, time.now() + withinMs);
    },
    advance: async (ms) => {
      await drive(ground, () => false, time.now() + ms);
    },
    end: () => {
      for (const process of processes.values()) process.crash();
    },
  };
  for (const name of [...webNames, ...reconcilerNames]) world.restart(name);
  return world;
}

function envOf(ground: Ground, qstashPort: number, xPort: number, sessionSecret: string): Env {
  const xUrl = `http://127.0.0.1:${xPort}`;
  return readEnv({
    DATABASE_URL: "postgresql://simulated",
    NEXTAUTH_URL: appUrl,
    NEXTAUTH_SECRET: sessionSecret,
    TOKEN_KEYS: ground.tokenKeys,
    X_CLIENT_ID: secrets.clientId,
    X_CLIENT_SECRET: secrets.clientSecret,
    X_API_BASE_URL: xUrl,
    X_AUTHORIZE_URL: `${xUrl}/i/oauth2/authorize`,
    QSTASH_URL: `http://127.0.0.1:${qstashPort}`,
    QSTASH_TOKEN: secrets.token,
    QSTASH_CURRENT_SIGNING_KEY: secrets.currentSigningKey,
    QSTASH_NEXT_SIGNING_KEY: secrets.nextSigningKey,
    ROOST_SANDBOX: "1",
    LOG_LEVEL: "debug",
  });
}

type GivenAccount = {
  id: string;
  handle: string;
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
  scope: string;
};

/** Connects new accounts for a new person, without any of the simulation's troubles. */
async function signUp(world: World, name: string, handles: string[]): Promise<Person> {
  const person: Person = { name, userId: "", accounts: [] };
  for (const handle of handles) {
    const connected = connect(world, handle, person.userId || null);
    await world.finish(connected, minuteMs);
    const id = await connected;
    const row = await world.ground.db.xAccount.findUniqueOrThrow({ where: { id } });
    person.userId = row.userId;
    person.accounts.push({ id, handle });
  }
  return person;
}

/** Connects or reconnects one account, in this web process or in one that lives. Returns Roost's id of it. */
export async function connect(
  world: World,
  handle: string,
  addTo: string | null,
  web?: string,
): Promise<string> {
  const { ground } = world;
  const given = (await ground.control("x", "/_sandbox/accounts", { handle })) as GivenAccount;
  const name = web ?? webNames.find((one) => !world.processes.get(one)?.isDead()) ?? webNames[0];
  await connectAccount(world.roostOf(name), {
    xUserId: given.id,
    handle,
    name: handle,
    avatarUrl: null,
    accessToken: given.accessToken,
    refreshToken: given.refreshToken,
    expiresAt: new Date(given.expiresAt),
    scope: given.scope,
    addTo,
  });
  const { id } = await ground.db.xAccount.findUniqueOrThrow({ where: { xUserId: given.id } });
  return id;
}
