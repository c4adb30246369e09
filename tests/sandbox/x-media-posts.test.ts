import { expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { fileOf, uploadFile, uploadSteps } from "../support/x-media";

const { x, clock } = sharedX();

type Ids = [string] | [string, string] | [string, string, string] | [string, string, string, string];

const signedIn = async (handle = "mira") => {
  const account = await x.account(handle);
  return { account, v2: xClient(x.url, account.accessToken).v2 };
};
type V2 = Awaited<ReturnType<typeof signedIn>>["v2"];

const images = async (v2: V2, count: number): Promise<Ids> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) ids.push((await uploadFile(v2, "image/png")).id);
  return ids as Ids;
};
const ready = async (v2: V2, mediaType: "image/gif" | "video/mp4"): Promise<string> => {
  const { id } = await uploadFile(v2, mediaType);
  clock.offsetMs += 2000;
  return id;
};
const invalid = (ids: string[]) => ({
  kind: "answered",
  status: 400,
  body: {
    title: "Invalid Request",
    type: "https://api.twitter.com/2/problems/invalid-request",
    errors: [{ parameters: { "media.media_ids": ids }, message: "Your media IDs are invalid." }],
  },
});

it("a post with images ends in one link for all of them, told with their keys", async () => {
  const { account, v2 } = await signedIn();
  const ids = await images(v2, 2);
  const { data } = await v2.tweet("Two 🌱 at https://example.com", { media: { media_ids: ids } });
  expect(data.text).toMatch(/^Two 🌱 at https:\/\/t\.co\/\w{10} https:\/\/t\.co\/\w{10}$/);
  const timeline = await v2.userTimeline(account.id, { "tweet.fields": ["entities", "attachments"] });
  const [shown] = timeline.data.data;
  expect(shown?.attachments).toEqual({ media_keys: ids.map((id) => `3_${id}`) });
  const [address, ...links] = shown?.entities?.urls ?? [];
  expect(address).toMatchObject({ expanded_url: "https://example.com" });
  expect(address).not.toHaveProperty("media_key");
  expect(links).toMatchObject(
    ids.map((id) => ({
      expanded_url: `https://x.com/mira/status/${data.id}/photo/1`,
      display_url: expect.stringMatching(/^pic\.x\.com\/\w{10}$/),
      media_key: `3_${id}`,
    })),
  );
  for (const link of links) expect([...data.text].slice(link.start, link.end).join("")).toBe(link.url);
  expect(new Set(links.map((link) => link.url)).size).toBe(1);
});

it("the ledger tells media and alt texts in the order of the post, the list of media which post used it", async () => {
  const { v2 } = await signedIn();
  const [first = "", second = ""] = await images(v2, 2);
  const longest = "é".repeat(1000);
  expect(await v2.createMediaMetadata(second, { alt_text: { text: longest } })).toEqual({
    data: { id: second, associated_metadata: { alt_text: { text: longest } } },
  });
  const tooLong = v2.createMediaMetadata(first, { alt_text: { text: `${longest}a` } });
  expect(await failureOf(tooLong)).toMatchObject({ status: 400 });
  const { data } = await v2.tweet("Order", { media: { media_ids: [second, first] } });
  expect(await x.ledger("Order")).toMatchObject([
    {
      media: [
        { id: second, key: `3_${second}`, type: "image/png", category: "tweet_image", altText: longest },
        { id: first, altText: null },
      ],
    },
  ]);
  expect(await x.media()).toMatchObject([{ id: first, usedBy: [data.id] }, { usedBy: [data.id] }]);
});

it("media is enough: the text may be missing or empty, and the post shows its link", async () => {
  const { v2 } = await signedIn();
  const [first = "", second = ""] = await images(v2, 2);
  const without = await v2.tweet({ media: { media_ids: [first] } });
  const empty = await v2.tweet("", { media: { media_ids: [second] } });
  for (const { data } of [without, empty]) expect(data.text).toMatch(/^https:\/\/t\.co\/\w{10}$/);
  expect((await x.ledger()).map(({ text }) => text)).toEqual(["", ""]);
});

it("the link of the media does not count into the 280", async () => {
  const { v2 } = await signedIn();
  await v2.tweet("a".repeat(280), { media: { media_ids: await images(v2, 1) } });
  expect(await x.ledger()).toHaveLength(1);
});

it.each([
  ["image/gif", "16", "photo"],
  ["video/mp4", "7", "video"],
] as const)("one %s may be posted once it is ready", async (type, prefix, place) => {
  const { v2 } = await signedIn();
  const id = await ready(v2, type);
  const { data } = await v2.tweet("Moves", { media: { media_ids: [id] } });
  const found = await v2.singleTweet(data.id, { "tweet.fields": ["entities", "attachments"] });
  expect(found.data.attachments).toEqual({ media_keys: [`${prefix}_${id}`] });
  const [link] = found.data.entities?.urls ?? [];
  expect(link?.expanded_url).toBe(`https://x.com/mira/status/${data.id}/${place}/1`);
});

it("four images are taken; five, mixtures, two moving ones and the same twice are not", async () => {
  const { v2 } = await signedIn();
  const four = await images(v2, 4);
  const [image] = four;
  const gif = await ready(v2, "image/gif");
  const video = await ready(v2, "video/mp4");
  const other = await ready(v2, "video/mp4");
  const mixtures: Ids[] = [
    [image, gif],
    [image, video],
    [gif, video],
    [video, other],
    [image, image],
  ];
  for (const ids of mixtures) {
    expect(await failureOf(v2.tweet("Mixed", { media: { media_ids: ids } }))).toMatchObject(invalid(ids));
  }
  const five = { text: "Five", media: { media_ids: [...four, gif] } };
  expect(await failureOf(v2.post("tweets", five))).toMatchObject({ status: 400 });
  expect(await x.ledger()).toEqual([]);
  await v2.tweet("Four", { media: { media_ids: four } });
  expect(await x.ledger()).toHaveLength(1);
});

it("media that is foreign, unknown, not finalised or expired posts nothing, and each bad id is named", async () => {
  const { v2 } = await signedIn();
  const juno = await signedIn("juno");
  const [foreign] = await images(juno.v2, 1);
  const [own] = await images(v2, 1);
  const open = await uploadSteps(v2).initialize({ media_type: "image/png", total_bytes: 9 });
  const post = (media_ids: Ids) => failureOf(v2.tweet("Hello", { media: { media_ids } }));
  const bad: Ids = [foreign, "12345", open.id];
  expect(await post([own, ...bad])).toMatchObject(invalid(bad));
  await x.post("/_sandbox/limits", { mediaLifetimeSeconds: 60 });
  const [young] = await images(v2, 1);
  await x.remove("/_sandbox/limits");
  clock.offsetMs = 61_000;
  expect(await post([young])).toMatchObject(invalid([young]));
  expect(await x.ledger()).toEqual([]);
});

it("an upload may name others who may post it", async () => {
  const { v2 } = await signedIn();
  const juno = await signedIn("juno");
  const bytes = fileOf("image/png");
  const steps = uploadSteps(v2);
  const { id } = await steps.initialize({
    media_type: "image/png",
    total_bytes: bytes.length,
    shared: true,
    additional_owners: [juno.account.id],
  });
  await steps.append(id, 0, bytes);
  await steps.finalize(id);
  await juno.v2.tweet("Lent", { media: { media_ids: [id] } });
  expect(await x.media()).toMatchObject([{ id, handle: "mira", usedBy: [expect.any(String)] }]);
});

it("the same text is a duplicate with the same files, not with others", async () => {
  const { v2 } = await signedIn();
  const bytes = fileOf("image/png");
  const post = async (file: Buffer) => {
    const { id } = await uploadFile(v2, "image/png", { bytes: file });
    return failureOf(v2.tweet("Daily", { media: { media_ids: [id] } }));
  };
  expect((await post(bytes)).kind).toBe("succeeded");
  expect((await post(fileOf("image/png"))).kind).toBe("succeeded");
  expect((await failureOf(v2.tweet("Daily"))).kind).toBe("succeeded");
  expect(await post(bytes)).toMatchObject({
    status: 403,
    body: { detail: "You are not allowed to create a Tweet with duplicate content." },
  });
  expect(await x.ledger("Daily")).toHaveLength(3);
});

it("media that was forgotten early is refused from then on, though its time is not over", async () => {
  const { v2 } = await signedIn();
  await x.fault({ kind: "media-forgotten", count: 1 });
  await v2.tweet("Only text uses up nothing");
  const ids = await images(v2, 1);
  const post = () => failureOf(v2.tweet("With media", { media: { media_ids: ids } }));
  expect(await post()).toMatchObject(invalid(ids));
  expect(await post()).toMatchObject(invalid(ids));
  expect(await x.media()).toMatchObject([{ state: "expired" }]);
  await x.fault({ kind: "media-forgotten", count: 1, match: { path: "/2/media/metadata" } });
  const [next] = await images(v2, 1);
  const describe = v2.createMediaMetadata(next, { alt_text: { text: "Gone" } });
  expect(await failureOf(describe)).toMatchObject({ status: 400 });
});
