// The collaborators of this process, made once from the environment.
import { databaseClock } from "./clock";
import type { Collaborators } from "./collaborators";
import { type Db, openDb } from "./db";
import { type Env, getEnv } from "./env";
import { createLog } from "./log";
import { createMediaStore } from "./media/create-store";
import { createQueue } from "./qstash/queue";
import { createSignatureCheck, type SignatureCheck } from "./qstash/signature";
import { createSecretBox, type SecretBox } from "./secret-box";
import { createPublisher } from "./x/publisher";

export type Roost = Collaborators & { box: SecretBox; checkSignature: SignatureCheck };

export type Given = Partial<Pick<Roost, "db" | "media" | "clock" | "log">>;

/**
 * Builds the collaborators.
 * @param name of the process, for its log lines.
 * @param given what the caller has already: all others are built on it.
 */
export function createRoost(env: Env, name: string, given: Given = {}): Roost {
  const db: Db = given.db ?? openDb(env.DATABASE_URL);
  const clock = given.clock ?? databaseClock(db);
  const box = createSecretBox(env.TOKEN_KEYS);
  const queue = createQueue({
    url: env.QSTASH_URL,
    token: env.QSTASH_TOKEN,
    appUrl: env.NEXTAUTH_URL,
    installation: env.ROOST_INSTALLATION,
  });
  const log = given.log ?? createLog(name, env.LOG_LEVEL);
  const publisher = createPublisher({
    log,
    db,
    clock,
    box,
    app: { apiBaseUrl: env.X_API_BASE_URL, clientId: env.X_CLIENT_ID, clientSecret: env.X_CLIENT_SECRET },
    webUrl: new URL(env.X_AUTHORIZE_URL).origin,
  });
  const checkSignature = createSignatureCheck({
    currentSigningKey: env.QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: env.QSTASH_NEXT_SIGNING_KEY,
    deliveryUrl: queue.deliveryUrl,
  });
  const media = given.media ?? createMediaStore(env);
  return { db, clock, box, queue, publisher, media, checkSignature, log };
}

const shared = globalThis as { roost?: Roost };

/** The web process's own, kept across reloads in development. */
export function getRoost(): Roost {
  shared.roost ??= createRoost(getEnv(), "web");
  return shared.roost;
}
