// The stack makes its own secrets at the first start and keeps them: with others, stored tokens would not open.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writePrivateJson } from "./private-file";

export type Secrets = {
  databasePassword: string;
  qstashToken: string;
  qstashCurrentSigningKey: string;
  qstashNextSigningKey: string;
  xClientId: string;
  xClientSecret: string;
  nextauthSecret: string;
  tokenKeys: string;
  /** Labels this installation's messages, so that two never touch each other's. */
  installation: string;
};

const strongBytes = 32;
const labelBytes = 4;

/**
 * Reads `<dataDir>/secrets.json`; what it lacks is made and added.
 * @throws Error when the file is there but cannot be read: making new ones would lock the old data away.
 */
export async function keepSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, "secrets.json");
  const kept = await readSecrets(path);
  const secrets = { ...makeSecrets(), ...kept };
  await writePrivateJson(path, secrets);
  return secrets;
}

/** A fresh set, for a first start or for a build that only needs valid values. */
export function makeSecrets(): Secrets {
  const random = (bytes = strongBytes) => randomBytes(bytes).toString("base64url");
  return {
    databasePassword: random(),
    qstashToken: random(),
    qstashCurrentSigningKey: `sig_${random()}`,
    qstashNextSigningKey: `sig_${random()}`,
    xClientId: random(),
    xClientSecret: random(),
    nextauthSecret: random(),
    tokenKeys: `k1:${randomBytes(strongBytes).toString("base64")}`,
    installation: `roost-${randomBytes(labelBytes).toString("hex")}`,
  };
}

/** What must never be printed. The installation's label and the client id are no secrets: they travel in the open. */
export function secretValues({ installation, xClientId, ...secret }: Secrets): string[] {
  return Object.values(secret).filter(Boolean);
}

async function readSecrets(path: string): Promise<Partial<Secrets>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new Error(`${path} holds this installation's keys and cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as Partial<Secrets>;
  } catch {
    throw new Error(
      `${path} holds this installation's keys and is damaged. Put a good copy back; or, to begin anew without the old tweets, remove its folder.`,
    );
  }
}
