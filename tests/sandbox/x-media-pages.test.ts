import { expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { xClient } from "../support/x-client";
import { fileOf, uploadFile } from "../support/x-media";

const { x, clock } = sharedX();

const signedIn = async () => xClient(x.url, (await x.account("mira")).accessToken).v2;
const page = async (path: string) => {
  const response = await fetch(x.url + path);
  return { status: response.status, html: await response.text() };
};
const idsOn = (html: string) => [...html.matchAll(/data-tweet-id="(\d+)"/g)].map((found) => found[1]);

it("a picture is shown from its bytes with its alt text, and not as a link", async () => {
  const v2 = await signedIn();
  const bytes = fileOf("image/png", 5000);
  const { id } = await uploadFile(v2, "image/png", { bytes });
  await v2.createMediaMetadata(id, { alt_text: { text: 'A "sign" <b>here</b>' } });
  await v2.tweet("Look", { media: { media_ids: [id] } });
  const { html } = await page("/mira");
  expect(html).toContain(
    `<img src="/_sandbox/media/${id}/file" alt="A &quot;sign&quot; &lt;b&gt;here&lt;/b&gt;"`,
  );
  expect(html).toContain("<p>Look</p>");
  expect(html).not.toContain("t.co");
  const file = await fetch(`${x.url}/_sandbox/media/${id}/file`);
  expect(file.headers.get("content-type")).toBe("image/png");
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
});

it("a video is a box with its type and size, and has no picture", async () => {
  const v2 = await signedIn();
  const { id } = await uploadFile(v2, "video/mp4", { bytes: fileOf("video/mp4", 1_234_567) });
  clock.offsetMs = 2000;
  await v2.tweet({ media: { media_ids: [id] } });
  const { html } = await page("/");
  expect(html).toContain("video/mp4, 1.2 MB");
  for (const path of [id, "12345", "abc", "9".repeat(19)]) {
    expect((await page(`/_sandbox/media/${path}/file`)).status).toBe(404);
  }
});

it("a thread is shown in its order under its newest time, each part on the page of each", async () => {
  const v2 = await signedIn();
  const first = (await v2.tweet("Part one")).data.id;
  const between = (await v2.tweet("Something else")).data.id;
  const second = (await v2.reply("Part two", first)).data.id;
  const third = (await v2.reply("Part three", second)).data.id;
  const home = await page("/");
  expect(idsOn(home.html)).toEqual([first, second, third, between]);
  expect(home.html).not.toContain("in reply to");
  expect(idsOn((await page(`/mira/status/${second}`)).html)).toEqual([first, second, third]);
});

it("a deleted part is gone from the pages, its answer says what it answers, and the ledger keeps it", async () => {
  const v2 = await signedIn();
  const first = (await v2.tweet("Part one")).data.id;
  const second = (await v2.reply("Part two", first)).data.id;
  const third = (await v2.reply("Part three", second)).data.id;
  await v2.deleteTweet(second);
  const { html } = await page("/mira");
  expect(idsOn(html)).toEqual([first, third]);
  expect(html).toContain(`in reply to <a href="/i/status/${second}">`);
  expect((await page(`/mira/status/${second}`)).status).toBe(404);
  expect(await x.ledger()).toMatchObject([
    { id: first, inReplyTo: null, conversationId: first, deletedAt: null },
    { id: second, inReplyTo: first, conversationId: first, deletedAt: expect.stringMatching(/Z$/) },
    { id: third, inReplyTo: second, conversationId: first, deletedAt: null },
  ]);
});
