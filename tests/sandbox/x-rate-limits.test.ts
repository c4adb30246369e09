import { expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";

const { x, clock } = sharedX({ limits: { createsPerWindow: 3, deletesPerWindow: 1 } });

const signedIn = async (handle = "mira") => xClient(x.url, (await x.account(handle)).accessToken).v2;

it("each answer tells the limit, what remains and when it resets", async () => {
  const { accessToken } = await x.account("mira");
  const create = (text: string) =>
    fetch(`${x.url}/2/tweets`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
  const first = await create("One");
  expect(first.headers.get("x-rate-limit-limit")).toBe("3");
  expect(first.headers.get("x-rate-limit-remaining")).toBe("2");
  const resetInSeconds = Number(first.headers.get("x-rate-limit-reset")) - Date.now() / 1000;
  expect(resetInSeconds).toBeGreaterThan(895);
  expect(resetInSeconds).toBeLessThanOrEqual(901);
  const duplicate = await create("One");
  expect(duplicate.status).toBe(403);
  expect(duplicate.headers.get("x-rate-limit-remaining")).toBe("1");
});

it("past the limit nothing is posted until the window is over, and others are not concerned", async () => {
  const v2 = await signedIn();
  for (const text of ["1", "2", "3"]) await v2.tweet(text);
  const failure = await failureOf(v2.tweet("4"));
  expect(failure).toMatchObject({
    status: 429,
    body: { title: "Too Many Requests", detail: "Too Many Requests", type: "about:blank", status: 429 },
    error: { rateLimitError: true, rateLimit: { limit: 3, remaining: 0, reset: expect.any(Number) } },
  });
  expect(await x.ledger()).toHaveLength(3);
  await (await signedIn("juno")).tweet("4");
  clock.offsetMs = 15 * 60 * 1000 + 1000;
  await v2.tweet("4");
});

it("each kind of call has its own limit", async () => {
  const v2 = await signedIn();
  const { data } = await v2.tweet("To delete");
  await v2.deleteTweet(data.id);
  expect(await failureOf(v2.deleteTweet(data.id))).toMatchObject({ status: 429 });
  await v2.tweet("Still posts");
  await v2.me();
});

it("the app's day cap tells its own reset beside the misleading one", async () => {
  await x.post("/_sandbox/limits", { appCreatesPerDay: 1 });
  const v2 = await signedIn();
  await v2.tweet("1");
  const failure = await failureOf(v2.tweet("2"));
  expect(failure).toMatchObject({
    status: 429,
    error: { rateLimit: { remaining: 1, day: { limit: 1, remaining: 0, reset: expect.any(Number) } } },
  });
  if (failure.kind !== "answered") throw new Error("not answered");
  const { rateLimit } = failure.error;
  expect((rateLimit?.day?.reset ?? 0) - (rateLimit?.reset ?? 0)).toBeGreaterThan(23 * 3600);
});

it("limits can be changed while it runs, stay over a restart, and go back", async () => {
  await x.post("/_sandbox/limits", { createsPerWindow: 1 });
  await x.restart();
  const v2 = await signedIn();
  await v2.tweet("1");
  expect(await failureOf(v2.tweet("2"))).toMatchObject({ status: 429 });
  await x.remove("/_sandbox/limits");
  await v2.tweet("2");
  await expect(x.post("/_sandbox/limits", { colour: 1 })).rejects.toThrow("400");
});
