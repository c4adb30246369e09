// X may have posted it, and its answer never came: what Roost finds by itself, and what it asks its owner.
import pg from "pg";
import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for";
import { runPass } from "./run-pass";
import { sharedStudio } from "./shared-studio";
import { unique } from "./studio-page";
import { breakX, openComposer, postsOf, scheduleIn, writeParts } from "./thread-page";

const { stack, mira } = sharedStudio();

const answerTimeoutMs = 40_000;
const testTimeoutMs = 240_000;

const noAnswer = (text: string) =>
  breakX(stack.endpoints(), { kind: "hang-after", match: { textIncludes: text }, count: 1 });
const noTimeline = () =>
  breakX(stack.endpoints(), {
    kind: "status",
    match: { handle: mira.handle, method: "GET", path: "/2/users/*/tweets" },
  });

test("what stands on the timeline is found by Roost itself: Posted, with its own post, made once", async () => {
  const text = unique("Found");
  await noAnswer(text);
  await mira.schedule(text, 4);
  await mira.waitForState(text, "posted", answerTimeoutMs);
  const posts = await postsOf(stack.endpoints(), [text]);
  expect(posts).toHaveLength(1);
  await mira.act(text, "Show all of it");
  const link = mira.page.getByRole("dialog").getByRole("link", { name: "Open on X" });
  expect(await link.getAttribute("href")).toContain(`/status/${posts[0]?.id}`);
  await mira.page.keyboard.press("Escape");
});

describe("where X shows nothing, its owner is asked", () => {
  test(
    "“It is up” with the post's link makes it Posted, and nothing is made twice",
    async () => {
      const text = unique("Doubt");
      const [, mend] = await Promise.all([noAnswer(text), noTimeline()]);
      await mira.schedule(text, 4);
      await lookedInVain(text);
      await mira.waitForState(text, "checkNeeded");
      await mend();
      const [post] = await postsOf(stack.endpoints(), [text]);
      const row = mira.row(text).first();
      await row.getByRole("button", { name: "It is up" }).click();
      await row.getByRole("textbox").fill(`https://x.com/${mira.handle}/status/${post?.id}`);
      await row.getByRole("textbox").press("Enter");
      await mira.waitForState(text, "posted");
      expect(await postsOf(stack.endpoints(), [text])).toHaveLength(1);
    },
    testTimeoutMs,
  );

  test(
    "of a thread the part is named; “It is not” sends that part again when its owner resumes, and no other twice",
    async () => {
      const parts = [1, 2, 3].map((part) => `${unique("Thread in doubt")} ${part}`);
      const [first = "", second = ""] = parts;
      const hang = { kind: "hang", match: { textIncludes: second }, count: 1 };
      const [, mend] = await Promise.all([breakX(stack.endpoints(), hang), noTimeline()]);
      await openComposer(mira.page);
      await writeParts(mira.page, parts);
      await scheduleIn(mira.page, 4);
      await lookedInVain(second);
      await mira.waitForState(first, "checkNeeded");
      await mend();
      const row = mira.row(first).first();
      await row.getByText("In doubt is part 2 of 3").waitFor();
      await row.getByText("It looks again by itself").waitFor();
      await row.getByRole("button", { name: "It is not" }).click();
      await mira.waitForState(first, "failed");
      await row.getByRole("button", { name: "Resume" }).click();
      await mira.waitForState(first, "posted", answerTimeoutMs);
      const posts = await postsOf(stack.endpoints(), parts);
      expect(posts.map(({ text }) => text)).toEqual(parts);
    },
    testTimeoutMs,
  );
});

/** As if Roost had looked for it in vain for as long as it does: settling by hand leaves it to its owner. */
async function lookedInVain(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: stack.endpoints().database });
  await client.connect();
  try {
    await waitFor(
      async () => {
        const { rowCount } = await client.query(
          `WITH settling AS (
             UPDATE "Attempt" SET "settlingSince" = "settlingSince" - interval '31 minutes', "leaseUntil" = now()
             WHERE "failedLooks" > 0 AND "endedAt" IS NULL
               AND "tweetId" IN (SELECT "tweetId" FROM "Part" WHERE "text" = $1)
             RETURNING "tweetId")
           UPDATE "Tweet" SET "leaseUntil" = now() WHERE "id" IN (SELECT "tweetId" FROM settling)`,
          [text],
        );
        return rowCount === 1;
      },
      { timeoutMs: answerTimeoutMs },
    );
  } finally {
    await client.end();
  }
  // Another pass may have come first: what it has come to is on the page.
  await runPass(stack, "settle");
}
