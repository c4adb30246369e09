// What a person may choose: ports, data folder, mode. Everything else is made by itself.
import { resolve } from "node:path";

/** As `process.env` is. */
export type Variables = Record<string, string | undefined>;

export type Ports = { web: number; qstash: number; x: number; reconciler: number; database: number };

export type Settings = {
  /** The project's folder: the parts run from it. */
  root: string;
  /** Absolute. Holds the database, the secrets and what runs where. */
  dataDir: string;
  ports: Ports;
  /** Runs the built app instead of the development server. */
  production: boolean;
  /** Leaves the web app out: the reconciler then works alone. */
  withoutWeb?: boolean;
  /** Shows every line of the parts, not only warnings and errors. */
  verbose: boolean;
};

export const portVariables: Record<keyof Ports, { name: string; usual: number }> = {
  web: { name: "ROOST_WEB_PORT", usual: 3000 },
  qstash: { name: "ROOST_QSTASH_PORT", usual: 8080 },
  x: { name: "ROOST_X_PORT", usual: 8090 },
  reconciler: { name: "ROOST_RECONCILER_PORT", usual: 3100 },
  database: { name: "ROOST_DATABASE_PORT", usual: 54320 },
};

const lastPort = 65_535;
const knownOptions = ["--production", "--without-web"];

/**
 * Reads the caller's variables and options.
 * @param options what follows `npm run dev --`: `--production`, `--without-web`, or nothing.
 * @throws Error that names the variable or option, and what it should be.
 */
export function readSettings(root: string, env: Variables, options: string[]): Settings {
  const unknown = options.find((option) => !knownOptions.includes(option));
  if (unknown) throw new Error(`"${unknown}" is not an option. There are ${knownOptions.join(" and ")}.`);
  return {
    root,
    dataDir: resolve(root, env.ROOST_DATA_DIR || ".data"),
    ports: {
      web: readPort(env, "web"),
      qstash: readPort(env, "qstash"),
      x: readPort(env, "x"),
      reconciler: readPort(env, "reconciler"),
      database: readPort(env, "database"),
    },
    production: options.includes("--production"),
    withoutWeb: options.includes("--without-web"),
    verbose: env.ROOST_VERBOSE === "1",
  };
}

function readPort(env: Variables, part: keyof Ports): number {
  const { name, usual } = portVariables[part];
  const text = env[name];
  if (!text) return usual;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= lastPort) return port;
  throw new Error(
    `${name} is "${text}". It should be a port: a whole number from 1 to ${lastPort}, such as ${usual}.`,
  );
}
