import { createXSandbox, type XSandboxOptions } from "../../sandbox/x/server";
import { createTestDatabase } from "./database";

export const xApp = { clientId: "roost-test-app", clientSecret: "s3cret/with:odd+signs" };

export type TestAccount = {
  id: string;
  handle: string;
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
  scope: string;
};

export type LedgerTweet = {
  id: string;
  userId: string;
  handle: string;
  text: string;
  createdAt: string;
  inReplyTo: string | null;
  conversationId: string;
  media: { id: string; key: string; type: string; category: string; altText: string | null }[];
  deletedAt: string | null;
};

export type MediaRow = {
  id: string;
  key: string;
  handle: string;
  type: string;
  category: string;
  bytes: number;
  received: number;
  sha256: string | null;
  altText: string | null;
  state: "uploading" | "pending" | "in_progress" | "succeeded" | "failed" | "expired";
  usedBy: string[];
  isKept: boolean;
  createdAt: string;
  expiresAt: string;
};

export type XRequestLog = { method: string; path: string; status: number | null; faults: string[] };

export type TestX = Awaited<ReturnType<typeof startTestX>>;

/** An X sandbox on a port and a database of its own, with its controls. */
export async function startTestX(options: Partial<XSandboxOptions> = {}) {
  const database = await createTestDatabase({ empty: true });
  const start = () => createXSandbox({ databaseUrl: database.url, ...xApp, ...options });
  let sandbox = start();
  const { url } = await sandbox.listen(0);
  const port = Number(new URL(url).port);
  return {
    url,
    databaseUrl: database.url,
    /** Closes it and starts another on the same port and database. */
    restart: async () => {
      await sandbox.close();
      sandbox = start();
      await sandbox.listen(port);
    },
    close: async () => {
      await sandbox.close();
      await database.drop();
    },
    account: (handle: string, scope?: string) =>
      control<TestAccount>(url, "POST", "/_sandbox/accounts", { handle, scope }),
    fault: (fault: { kind: string; match?: object; params?: object; count?: number }) =>
      control<{ fault: { id: number } }>(url, "POST", "/_sandbox/faults", fault),
    post: <T>(path: string, body: object = {}) => control<T>(url, "POST", path, body),
    get: <T>(path: string) => control<T>(url, "GET", path),
    remove: <T>(path: string) => control<T>(url, "DELETE", path),
    media: async () => (await control<{ media: MediaRow[] }>(url, "GET", "/_sandbox/media")).media,
    ledger: async (text?: string) =>
      (
        await control<{ tweets: LedgerTweet[] }>(
          url,
          "GET",
          `/_sandbox/tweets${text === undefined ? "" : `?text=${encodeURIComponent(text)}`}`,
        )
      ).tweets,
  };
}

async function control<T>(url: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(url + path, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
