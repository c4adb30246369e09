import type { Act } from "../world/acts";
import { readTag } from "../world/tags";
import { ask } from "./ask";
import type { Life, Tab } from "./life";

/**
 * Its owner looks at X for the words that are in doubt, and says what stands there, but is now and then mistaken: what is
 * up they do not see. Not before X has had time to show it. In a tab that shows another part
 * in doubt it is an old look that they tell of.
 */
export function resolve(life: Life, tab: Tab): Promise<Act> | null {
  const row = life.last.tweets.find(
    ({ status, userId }) => status === "UNCONFIRMED" && userId === tab.person.userId,
  );
  if (!row) return null;
  const lastAttempt = life.last.attempts.findLast(({ tweetId }) => tweetId === row.id);
  const attemptedMs = Date.parse(lastAttempt?.startedAt ?? "");
  if (!(life.ground.time.now() > attemptedMs + looksUpAfterMs)) return null;
  const waiting = life.last.parts.find(({ tweetId, xId }) => tweetId === row.id && xId === null);
  const present = waiting?.position ?? 1;
  const seen = tab.known.get(row.id);
  const part = (seen?.revision === row.revision && seen.doubt) || present;
  const sent = readTag(waiting?.text ?? "");
  const post = life.last.posts.findLast(({ text }) => {
    const tag = readTag(text);
    return tag?.tweet === life.numberOf.get(row.id) && tag?.position === part && tag.draft === sent?.draft;
  });
  const handle = life.last.accounts.find(({ id }) => id === row.accountId)?.handle ?? "";
  const isMistaken = life.random.chance(mistakenShare);
  const isUp = post !== undefined && part === present && !isMistaken;
  const said = isUp ? { isUp, postUrl: `https://x.com/${handle}/status/${post.id}` } : { isUp };
  const asked = {
    kind: "resolve",
    tweetId: row.id,
    base: row.revision,
    texts: null,
    scheduledForMs: null,
  } as const;
  return ask(life, tab, asked, ({ tweet }) =>
    tweet.resolve({ id: row.id, revision: row.revision, part, ...said }),
  );
}

const looksUpAfterMs = 300_000;
const mistakenShare = 0.25;
