// Somebody takes twelve minutes at X: next-auth still lets them back in, so what they went for has to be known still.
import { readFileSync } from "node:fs";
import { beforeAll, expect, test, vi } from "vitest";
import { POST as connect } from "~/app/api/accounts/connect/route";
import { sharedRoostWithMira } from "../support/shared-roost";

const session = vi.hoisted(() => ({ userId: "" }));
const jar = vi.hoisted(() => ({ maxAgeS: 0 }));
vi.mock("~/server/auth", () => ({ getSignedInUser: async () => ({ userId: session.userId, name: "Mira" }) }));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);
vi.mock("next/headers", () => ({
  cookies: async () => ({
    set: (_: string, __: string, { maxAge }: { maxAge: number }) => {
      jar.maxAgeS = maxAge;
    },
  }),
}));

const { h, mira } = sharedRoostWithMira();
beforeAll(() => {
  (globalThis as { roost?: typeof h.roost }).roost = h.roost;
  session.userId = mira.userId;
});

test("a connection that was begun is known for as long as next-auth takes its answer", async () => {
  const source = readFileSync("node_modules/next-auth/core/lib/oauth/checks.js", "utf8");
  const stateS = 60 * Number(/STATE_MAX_AGE = 60 \* (\d+)/.exec(source)?.[1]);
  expect(
    (await connect(new Request("http://localhost/api/accounts/connect", { method: "POST" }))).status,
  ).toBe(204);
  expect(jar.maxAgeS).toBeGreaterThanOrEqual(stateS);
});
