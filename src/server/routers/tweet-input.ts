// What the procedures about tweets take, and the words for what they cannot.
import { z } from "zod";
import { policy } from "~/domain/policy";

const maxTextCharacters = 10_000;
const maxUrlCharacters = 500;
const maxZoneCharacters = 64;
const maxAtOnce = 200;
/** More than any thread has: how many are too many is told in words by the verb. */
const maxPartsRead = 200;
/** The same for the files of a part. */
const maxMediaRead = 20;
const maxIdCharacters = 100;

export const unknown = "Roost does not know this request. Reload the page, then try again.";
const unseen = "Say which state of the tweet you saw. Reload the page to see the present one.";
const noText = "There is no text. Write the tweet first.";
const noParts = "There are no parts. Write the thread first.";
const tooManyParts = `A thread has ${policy.publish.maxParts} parts at the most. Make several threads of it.`;
const textOrParts = "Give one text, or the parts of a thread.";
const badLimit =
  "Say in whole seconds, from two minutes up to 30 days, how late it may go out, or that it may be however late.";
const noLink = "Paste the post's link, as in https://x.com/name/status/1234567890.";
const noZone = "This is no time zone. Give one such as Europe/Berlin.";
const howMany = `Choose from 1 to ${maxAtOnce} tweets at a time.`;

export const id = z.uuid("This is not a tweet's id.");
/** As far as the table counts. */
const maxRevision = 2 ** 31 - 1;
export const target = z.object(
  { id, revision: z.int(unseen).positive(unseen).max(maxRevision, unseen) },
  unknown,
);
const text = z.string(noText).max(maxTextCharacters, "The tweet is far too long for X.");
const time = z.date("This is no time. Choose a day and an hour.");
const altText = z.string(unknown).max(maxTextCharacters, "The description is far too long for X.");
const media = z.strictObject(
  { mediaId: z.string(unknown).max(maxIdCharacters, unknown), altText: altText.nullish() },
  unknown,
);
const part = z.strictObject(
  { text, media: z.array(media, unknown).max(maxMediaRead, unknown).optional() },
  unknown,
);
const words = {
  text: text.optional(),
  parts: z.array(part, noParts).min(1, noParts).max(maxPartsRead, tooManyParts).optional(),
  latenessLimitS: z
    .int(badLimit)
    .min(policy.schedule.minLatenessLimitS, badLimit)
    .max(policy.schedule.maxLatenessLimitS, badLimit)
    .nullable()
    .optional(),
};

const newTweet = z
  .strictObject(
    { id, accountId: z.uuid("This is not an account's id."), scheduledFor: time, ...words },
    unknown,
  )
  .transform(written);
export const edit = target.extend({ ...words, scheduledFor: time.optional() }).transform(written);
export const again = target.extend({ scheduledFor: time });
const scheduleAgain = again.extend({ latenessLimitS: words.latenessLimitS }).strict();
export const severalTargets = z.object(
  { tweets: z.array(target, howMany).min(1, howMany).max(maxAtOnce, howMany) },
  unknown,
);
export const resolution = target.extend({
  part: z.int(unseen).positive(unseen).max(policy.publish.maxParts, unseen),
  isUp: z.boolean("Say whether it is up on X."),
  postUrl: z.string(noLink).max(maxUrlCharacters, noLink).optional(),
});
export const queuePage = z
  .object({ verify: z.boolean(unknown).default(true), cursor: z.string(unknown).optional() }, unknown)
  .prefault({});

export const historyOf = z.object(
  {
    id,
    zone: z.string(noZone).max(maxZoneCharacters, noZone).refine(isZone, noZone).default("UTC"),
  },
  unknown,
);

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

type Words = { text?: string | undefined; parts?: z.infer<typeof part>[] | undefined };

/** Exactly one of text and parts. */
function written<T extends Words>({ text, parts, ...rest }: T, ctx: z.RefinementCtx<T>) {
  if (parts && text === undefined) return { ...rest, parts };
  if (text !== undefined && !parts) return { ...rest, text };
  ctx.addIssue({ code: "custom", message: parts ? textOrParts : noText });
  return z.NEVER;
}

/** A new tweet brings its text, one that stands already names what was seen; each is told in its own words what is wrong. */
export function readSchedule(input: unknown): z.infer<typeof newTweet> | z.infer<typeof scheduleAgain> {
  const isNew = typeof input === "object" && input !== null && ("text" in input || "parts" in input);
  return isNew ? newTweet.parse(input) : scheduleAgain.parse(input);
}
