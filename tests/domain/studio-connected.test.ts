import { describe, expect, test } from "vitest";
import { connectedWords, readConnection } from "~/components/auth/connected-words";
import { connectedPath, readAskedAccount, readBegun, writeBegun } from "~/server/accounts/begun-connection";

const account = (handle: string, hold: string | null = null) => ({
  handle,
  pausedAt: null,
  hold: hold === null ? null : { reason: "reconnect", since: null, until: null, text: hold },
});

const told = (path: string, ...accounts: ReturnType<typeof account>[]) => {
  const connection = readConnection(Object.fromEntries(new URL(path, "http://roost").searchParams));
  return connection && connectedWords(connection, accounts);
};

describe("what is said after connecting an account", () => {
  test("names the account that is connected", () => {
    expect(told(connectedPath("eve", null), account("eve"))).toEqual({
      title: "@eve is connected",
      lines: [],
      isWrong: false,
    });
  });

  test("says that another one was signed in at X, and what to do", () => {
    const words = told(connectedPath("eve_wrong", "eve"), account("eve", "Connect it again."));
    expect(words).toEqual({
      title: "X signed in @eve_wrong, not @eve",
      lines: ["@eve still has to be connected: switch to it on X, then connect it again here."],
      isWrong: true,
    });
  });

  test("asks for nothing where another tab has connected the account meanwhile", () => {
    expect(told(connectedPath("eve_wrong", "eve"), account("eve"))).toEqual({
      title: "X signed in @eve_wrong, not @eve",
      lines: [],
      isWrong: true,
    });
  });

  test("does not promise that tweets go out while something still holds them", () => {
    expect(told(connectedPath("eve", null), account("eve", "X's limit is used up."))?.lines).toEqual([
      "X's limit is used up.",
    ]);
  });

  test("is nothing where an address tells of an account that is not theirs, or of no handle", () => {
    expect(told(connectedPath("mallory", null), account("eve"))).toBeNull();
    expect(told("/studio/scheduled?connected=all+your+tweets+are+gone", account("eve"))).toBeNull();
    expect(told("/studio/scheduled", account("eve"))).toBeNull();
  });
});

describe("a connection that was begun", () => {
  const userId = "7d6ff3a0-8f0c-4e5c-9d0e-1f6d9a2f0b11";
  const accountId = "8d6ff3a0-8f0c-4e5c-9d0e-1f6d9a2f0b11";

  test("is read back as it was written, with the account that it is for or without", () => {
    for (const begun of [
      { userId, accountId },
      { userId, accountId: null },
    ])
      expect(readBegun(writeBegun(begun))).toEqual(begun);
    expect(readBegun(undefined)).toBeNull();
  });

  test("is for no account in particular where the request names none that could be one", () => {
    expect(readAskedAccount({ accountId })).toBe(accountId);
    for (const body of [null, "text", {}, { accountId: "a b" }]) expect(readAskedAccount(body)).toBeNull();
  });
});
