import { describe, expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { waitFor } from "../support/wait-for";
import { waitingOnLock } from "../support/waiting-on-lock";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { fileOf, uploadFile, uploadSteps } from "../support/x-media";
import { patienceFor } from "../support/x-patience";

const { x, clock } = sharedX();

const signedIn = async (handle = "mira") => {
  const account = await x.account(handle);
  return { account, v2: xClient(x.url, account.accessToken).v2 };
};

type V2 = Awaited<ReturnType<typeof signedIn>>["v2"];
type Fault = [kind: string, failure: object, isDone: boolean];

const faults: Fault[] = [
  ["status", { kind: "answered", status: 503 }, false],
  ["hang", { kind: "no-answer" }, false],
  ["refuse", { kind: "no-answer" }, false],
  ["hang-after", { kind: "no-answer" }, true],
  ["status-after", { kind: "answered", status: 503 }, true],
  ["cut-after", { kind: "cut" }, true],
  ["half-json", { kind: "cut" }, true],
];

describe.each(faults)("%s strikes", (kind, failure, isDone) => {
  /** Has the fault strike a call to this place, and looks whether it was done all the same. */
  const strikeAt = async (
    match: object,
    call: (v2: V2) => Promise<unknown>,
    look: () => Promise<boolean>,
  ) => {
    const { account } = await signedIn();
    const struck = xClient(x.url, account.accessToken, patienceFor(kind)).v2;
    await x.fault({ kind, match, count: 1 });
    expect(await failureOf(call(struck))).toMatchObject(failure);
    if (isDone) await waitFor(look);
    else expect(await look()).toBe(false);
  };

  it("a delete, named by its method", async () => {
    const { v2 } = await signedIn();
    const { data } = await v2.tweet("To go");
    await strikeAt(
      { method: "DELETE" },
      async (struck) => {
        await v2.tweet("Others are not struck");
        return struck.deleteTweet(data.id);
      },
      async () => (await x.ledger("To go"))[0]?.deletedAt !== null,
    );
  });

  it("the beginning of an upload", async () => {
    await strikeAt(
      { path: "/2/media/upload/initialize" },
      (struck) => uploadSteps(struck).initialize({ media_type: "image/png", total_bytes: 9 }),
      async () => (await x.media()).length === 1,
    );
  });

  it("a segment, a finalize and an alt text", async () => {
    const { v2 } = await signedIn();
    const steps = uploadSteps(v2);
    const bytes = fileOf("image/png");
    const { id } = await steps.initialize({ media_type: "image/png", total_bytes: bytes.length });
    await strikeAt(
      { path: "/2/media/upload/*/append" },
      (struck) => uploadSteps(struck).append(id, 0, bytes),
      async () => (await x.media())[0]?.received === bytes.length,
    );
    await steps.append(id, 0, bytes);
    await strikeAt(
      { path: "/2/media/upload/*/finalize", method: "POST" },
      (struck) => uploadSteps(struck).finalize(id),
      async () => (await x.media())[0]?.state === "succeeded",
    );
    if (!isDone) await steps.finalize(id);
    await strikeAt(
      { path: "/2/media/metadata" },
      (struck) => struck.createMediaMetadata(id, { alt_text: { text: "A sign" } }),
      async () => (await x.media())[0]?.altText === "A sign",
    );
  });

  it("a look at the processing, which goes on", async () => {
    const { v2, account } = await signedIn();
    const { id } = await uploadFile(v2, "video/mp4");
    const struck = xClient(x.url, account.accessToken, patienceFor(kind)).v2;
    await x.fault({ kind, match: { path: "/2/media/upload", method: "GET" }, count: 1 });
    expect(await failureOf(uploadSteps(struck).status(id))).toMatchObject(failure);
    clock.offsetMs += 2000;
    expect(await uploadSteps(v2).status(id)).toMatchObject({ processing_info: { state: "succeeded" } });
  });
});

it("a method named alone strikes all of its calls; POST alone is the creation of tweets", async () => {
  const { v2 } = await signedIn();
  await x.fault({ kind: "status", match: { method: "GET" }, count: 1 });
  await v2.tweet("Posted");
  expect(await failureOf(v2.me())).toMatchObject({ status: 503 });
  await x.fault({ kind: "status", match: { method: "POST" }, count: 1 });
  await uploadFile(v2, "image/png");
  expect(await failureOf(v2.tweet("Not posted"))).toMatchObject({ status: 503 });
});

it("X's refusals of media have their own bodies in the menu", async () => {
  const { v2 } = await signedIn();
  await x.fault({ kind: "status", params: { problem: "media-ids" }, count: 1 });
  expect(await failureOf(v2.tweet("Hello"))).toMatchObject({
    status: 400,
    body: { errors: [{ message: "Your media IDs are invalid." }] },
  });
  await x.fault({ kind: "status", params: { problem: "video-too-long" }, count: 1 });
  expect(await failureOf(v2.tweet("Hello"))).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining("not allowed to post a video longer than") },
  });
});

describe("reads of timelines", () => {
  const texts = async (of: Awaited<ReturnType<typeof signedIn>>) =>
    ((await of.v2.userTimeline(of.account.id)).data.data ?? []).map(({ text }) => text);

  it("timeline-hides: a post that exists is never shown, by its id or its text, until the fault goes", async () => {
    const mira = await signedIn();
    const one = (await mira.v2.tweet("One")).data.id;
    const two = (await mira.v2.tweet("Two & three")).data.id;
    await mira.v2.tweet("Four");
    await x.fault({ kind: "timeline-hides", params: { xId: one } });
    await x.fault({ kind: "timeline-hides", params: { textIncludes: "& three" } });
    await x.fault({ kind: "timeline-hides", params: { xId: two, textIncludes: "Four" } });
    for (const _read of [1, 2]) expect(await texts(mira)).toEqual(["Four"]);
    for (const id of [one, two]) expect((await mira.v2.singleTweet(id)).errors).toHaveLength(1);
    expect((await x.ledger()).map(({ deletedAt }) => deletedAt)).toEqual([null, null, null]);
    await x.remove("/_sandbox/faults");
    expect(await texts(mira)).toHaveLength(3);
  });

  it("timeline-hides: a hidden post leaves no hole in the pages", async () => {
    const mira = await signedIn();
    const ids: string[] = [];
    for (let index = 0; index < 7; index++) ids.push((await mira.v2.tweet(`Post ${index}`)).data.id);
    await x.fault({ kind: "timeline-hides", params: { xId: ids[4] } });
    const seen: string[] = [];
    for await (const tweet of await mira.v2.userTimeline(mira.account.id, { max_results: 5 })) {
      seen.push(tweet.id);
    }
    expect(seen).toEqual(ids.filter((id) => id !== ids[4]).reverse());
  });

  it("timeline-cut: half a body, and the next read is whole", async () => {
    const mira = await signedIn();
    await mira.v2.tweet("One");
    await x.fault({ kind: "timeline-cut", count: 1 });
    expect(await failureOf(mira.v2.userTimeline(mira.account.id))).toEqual({ kind: "cut" });
    expect(await texts(mira)).toEqual(["One"]);
  });

  it("a timeline fault for one handle strikes no other, and one without a target is refused", async () => {
    const mira = await signedIn();
    const juno = await signedIn("juno");
    await mira.v2.tweet("Here");
    await juno.v2.tweet("Here");
    const params = { textIncludes: "Here" };
    await x.fault({ kind: "timeline-hides", match: { handle: "juno" }, params });
    expect(await texts(mira)).toEqual(["Here"]);
    expect(await texts(juno)).toEqual([]);
    await expect(x.fault({ kind: "timeline-hides" })).rejects.toThrow("400");
  });
});

it("of finalizes at once, as many as the sandbox has connections, a fault strikes as many as its count", async () => {
  const { v2 } = await signedIn();
  const steps = uploadSteps(v2);
  const bytes = fileOf("video/mp4");
  const begin = async () => {
    const { id } = await steps.initialize({ media_type: "video/mp4", total_bytes: bytes.length });
    await steps.append(id, 0, bytes);
    return id;
  };
  const ids = await Promise.all(Array.from({ length: 20 }, begin));
  await x.fault({ kind: "processing-fails", count: 3 });
  const finalized = await waitingOnLock(x.databaseUrl, "SELECT 1 FROM media FOR UPDATE", 12, () =>
    Promise.all(ids.map((id) => failureOf(steps.finalize(id)))),
  );
  expect(finalized).toEqual(ids.map(() => ({ kind: "succeeded" })));
  clock.offsetMs += 2000;
  const states = (await x.media()).map(({ state }) => state);
  expect(states.filter((state) => state === "failed")).toHaveLength(3);
});
