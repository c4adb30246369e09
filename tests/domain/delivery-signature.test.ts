import { afterEach, describe, expect, test, vi } from "vitest";
import { createSignatureCheck } from "~/server/qstash/signature";
import { signDelivery } from "../support/sign-delivery";

const minuteMs = 60_000;
const url = "https://roost.example/api/qstash/post-tweet";
const body = '{"tweetId":"one","revision":1}';
const signedAt = Date.parse("2026-11-22T12:00:00Z");
const check = createSignatureCheck({
  currentSigningKey: "sig_current",
  nextSigningKey: "sig_next",
  deliveryUrl: url,
});

/** What a web host whose clock is off makes of a delivery that was signed just now. */
function heardBy(aheadMinutes: number, signing: Partial<Parameters<typeof signDelivery>[0]> = {}) {
  vi.useFakeTimers({ toFake: ["Date"], now: signedAt + aheadMinutes * minuteMs });
  return check(signDelivery({ key: "sig_current", url, body, iatS: signedAt / 1000, ...signing }), body);
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a web host whose clock is off", () => {
  test.each([-3 * 60, -125, -6, 0, 4, 6, 60, 125])(
    "by %i minutes hears QStash all the same",
    async (ahead) => {
      expect(await heardBy(ahead)).toBe(true);
      expect(await heardBy(ahead, { key: "sig_next" })).toBe(true);
    },
  );

  test.each([-125, 0, 125])("by %i minutes hears nobody but QStash", async (ahead) => {
    expect(await heardBy(ahead, { key: "sig_of_somebody_else" })).toBe(false);
    expect(await heardBy(ahead, { url: "https://elsewhere.example/api/qstash/post-tweet" })).toBe(false);
    expect(await heardBy(ahead, { body: body.replace("one", "two") })).toBe(false);
    expect(await check(null, body)).toBe(false);
  });

  test("does not hear what was signed half a day ago", async () => {
    expect(await heardBy(12 * 60)).toBe(false);
  });
});
