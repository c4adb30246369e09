import { describe, expect, it } from "vitest";
import { readEnv } from "~/server/env";
import { goodEnv, refusalOf } from "./env-cases";

const local = {
  NEXTAUTH_URL: "http://localhost:3000",
  QSTASH_URL: "http://127.0.0.1:8080",
  X_API_BASE_URL: "http://127.0.0.1:8090",
  X_AUTHORIZE_URL: "http://127.0.0.1:8090/i/oauth2/authorize",
};
const names = Object.keys(local) as (keyof typeof local)[];
const services = names.filter((name) => name !== "NEXTAUTH_URL");
const sandbox = { ...goodEnv, ...local, ROOST_SANDBOX: "1" };

const loopback = [
  "http://localhost:8080",
  "http://LOCALHOST:8080",
  "http://127.0.0.1:8080",
  "http://127.8.9.10",
  "http://127.1",
  "http://2130706433",
  "http://[::1]:8080",
  "http://user:pass@127.0.0.1",
  "http://localhost.:8080",
  "http://sandbox.localhost:8080",
  "http://0.0.0.0:8080",
  "http://[::]:8080",
  "http://[::ffff:127.0.0.1]:8080",
];
const outside = [
  "https://qstash.upstash.io",
  "http://127.0.0.1.evil.example",
  "http://localhost.evil.example",
  "http://127.0.0.1@evil.example",
  "http://10.0.0.1:8080",
  "http://[2001:db8::1]",
  "http://evil.example/127.0.0.1",
];

/** Roost's own address is refused with a path or a user in it, wherever it is. */
const isFor = (name: string, address: string) => name !== "NEXTAUTH_URL" || !/@|[^/]\/[^/]/.test(address);

describe("with ROOST_SANDBOX=1", () => {
  it("Roost starts when every address is on this machine", () => {
    expect(readEnv(sandbox)).toMatchObject({ ...local, ROOST_SANDBOX: "1" });
    for (const address of loopback) {
      for (const name of names.filter((candidate) => isFor(candidate, address))) {
        expect(readEnv({ ...sandbox, [name]: address })[name]).toBe(address);
      }
    }
  });

  it.each(names)("an address of %s outside this machine is refused by name", (name) => {
    for (const address of outside.filter((candidate) => isFor(name, candidate))) {
      const refusal = refusalOf({ ...sandbox, [name]: address });
      expect(refusal).toContain("ROOST_SANDBOX=1");
      expect(refusal).toContain(`${name} is not`);
      expect(refusal).not.toContain(address);
    }
  });

  it.each(services)("the real service's address, the default of %s, is refused too", (name) => {
    expect(refusalOf({ ...sandbox, [name]: undefined })).toContain(`${name} is not`);
  });
});

describe("without ROOST_SANDBOX", () => {
  it.each(services)("an address of %s on this machine is refused by name", (name) => {
    for (const address of loopback) {
      for (const off of [undefined, "", "0"]) {
        const refusal = refusalOf({ ...goodEnv, ROOST_SANDBOX: off, [name]: address });
        expect(refusal).toContain(`${name} is on this machine`);
        expect(refusal).toContain("ROOST_SANDBOX=1");
        expect(refusal).not.toContain(address);
      }
    }
  });

  it("addresses outside are what they are for", () => {
    for (const address of outside) {
      for (const name of services) expect(readEnv({ ...goodEnv, [name]: address })[name]).toBe(address);
    }
  });

  it("the web app itself may be on this machine", () => {
    expect(readEnv({ ...goodEnv, NEXTAUTH_URL: local.NEXTAUTH_URL }).NEXTAUTH_URL).toBe(local.NEXTAUTH_URL);
  });
});
