// The answers of the server, replaced for one scene.
import type { Page, Route } from "playwright-core";
import superjson from "superjson";
import type { Scene } from "./look-scenes";
import { aStory } from "./look-told";

const answer = (route: Route, data: unknown) =>
  route.fulfill({ json: { result: { data: superjson.serialize(data) } } });

/** Answers the calls of a scene in the server's place. */
export async function answerFor(page: Page, scene: Scene): Promise<void> {
  await page.route("**/api/trpc/tweet.get_queue**", async (route) => {
    const queue = scene.queue(new Date());
    if (queue === "slow") return;
    if (queue === "down") return route.abort();
    return answer(route, queue);
  });
  await page.route("**/api/trpc/tweet.cleanup_orphaned_tweets**", (route) => answer(route, scene.sync));
  const { notices, banner } = scene.told?.(new Date()) ?? { notices: [], banner: [] };
  const unread = { count: notices.filter(({ isRead, isOver }) => !isRead && !isOver).length, isMore: false };
  const list = { now: new Date(), notices, nextCursor: null, unread };
  await page.route("**/api/trpc/notification.list**", (route) => answer(route, list));
  await page.route("**/api/trpc/notification.unread_count**", (route) => answer(route, unread));
  await page.route("**/api/trpc/notification.banner**", (route) => answer(route, banner));
  await page.route("**/api/trpc/tweet.get_history**", (route) => answer(route, aStory(new Date())));
  if (!scene.isStale) return;
  await page.route("**/api/trpc/tweet.edit**", (route) => {
    const queue = scene.queue(new Date());
    const newer = typeof queue === "string" ? undefined : queue.upcoming[1];
    const tweet = { ...newer, revision: 2, text: "The words that somebody else has saved in the meantime." };
    const data = { code: "CONFLICT", httpStatus: 409, app: { code: "STALE", tweet } };
    const error = superjson.serialize({ message: "This tweet was changed elsewhere.", code: -32009, data });
    return route.fulfill({ status: 409, json: { error } });
  });
}
