// What people write, and for when.
import { fileNames, marked } from "../world/files";
import { makeText } from "../world/tags";
import type { Life, Tab } from "./life";
import { hasFile } from "./upload";

const tails = [
  "",
  "at dawn",
  "& company <3",
  "see https://example.com/a?b=1&c=2",
  "naïve café",
  "\u{1f426}\u{1f426}",
  "two  spaces\nand a line",
];

/** New texts for a tweet of this person, each with its tag, and the files that it is to show. */
export function writeTexts(life: Life, { person }: Tab, tweetId: string, parts: number): string[] {
  const tweet = life.numberOf.get(tweetId) ?? 0;
  const draft = (life.drafts.get(tweetId) ?? 0) + 1;
  life.drafts.set(tweetId, draft);
  return Array.from({ length: parts }, (_, at) =>
    makeText(
      { tweet, draft, position: at + 1 },
      `${life.random.pick(tails)} ${marked(chooseFiles(life, person.userId))}`,
    ),
  );
}

const pictureShare = 0.2;

/** Mostly none; up to four images, or one of what stands alone. */
function chooseFiles(life: Life, userId: string): string[] {
  const own = fileNames.filter((name) => hasFile(life, userId, name));
  if (own.length === 0 || !life.random.chance(pictureShare)) return [];
  const first = life.random.pick(own);
  const images = own.filter((name) => name.startsWith("image"));
  return images.includes(first) ? images.slice(0, 1 + life.random.below(images.length)) : [first];
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const spans = {
  moments: [3 * second, 40 * second],
  minutes: [1 * minute, 12 * minute],
  hours: [1 * hour, 30 * hour],
  days: [49 * hour, 80 * hour],
} as const;

/** A time to come: mostly soon, sometimes beyond the horizon. */
export function chooseTime(life: Life): Date {
  const span = life.random.weighted({ moments: 5, minutes: 4, hours: 2, days: 0.4 });
  const [from, to] = spans[span];
  return new Date(life.ground.time.now() + from + life.random.below(to - from));
}

const howeverLateShare = 0.15;

/** How late it may go out: mostly what the page proposes. */
export function chooseLimit(life: Life): { latenessLimitS?: null } {
  return life.random.chance(howeverLateShare) ? { latenessLimitS: null } : {};
}
