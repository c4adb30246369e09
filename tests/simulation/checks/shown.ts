// S3, S5: a post shows the files that its owner gave it, in their order and described as they were; and none is lost.
import { altTextOf, filesIn, nameOf } from "../world/files";
import { readTag } from "../world/tags";
import { type Check, violate } from "./check";

type File = { sha256: string | null; altText: string | null };

const toldOf = (files: readonly File[]) =>
  files.map(({ sha256, altText }) => `${nameOf(sha256)} (${altText ?? "not described"})`).join(", ");

const wantedIn = (text: string) =>
  filesIn(text)
    .map((name) => `${name} (${altTextOf(name) ?? "not described"})`)
    .join(", ");

const shownAtX: Check = ({ now }) =>
  now.posts.flatMap(({ text, media }) => {
    const tag = readTag(text);
    const [is, wanted] = [toldOf(media), wantedIn(text)];
    if (!tag || is === wanted) return [];
    const what = `part ${tag.position} of tweet ${tag.tweet} shows ${is || "nothing"} and not ${wanted || "nothing"}`;
    return [violate("S3 a post shows what its owner gave it", what)];
  });

const givenByOwner: Check = ({ now, numberOf }) => {
  const shown = new Map<string, File[]>();
  for (const { partId, ...file } of now.shown) shown.set(partId, [...(shown.get(partId) ?? []), file]);
  return now.parts.flatMap(({ id, tweetId, position, text }) => {
    const [is, wanted] = [toldOf(shown.get(id) ?? []), wantedIn(text)];
    if (is === wanted) return [];
    const what = `part ${position} of tweet ${numberOf.get(tweetId)} has ${is || "no files"} and not ${wanted || "none"}`;
    return [violate("S5 files change only by their owner's act", what)];
  });
};

const kept: Check = ({ now, acts, numberOf }) => {
  const check = "S5 what was acknowledged is there";
  const has = new Set(now.media.map(({ userId, sha256 }) => `${userId} ${nameOf(sha256)}`));
  const gone = acts.flatMap(({ kind, userId, texts, answer }) =>
    kind === "upload" && answer?.kind === "ok" && !has.has(`${userId} ${texts?.[0]}`)
      ? [violate(check, `the upload of ${texts?.[0]} was answered with success and is not there`)]
      : [],
  );
  const missing = now.tweets.flatMap(({ id, failureKind, ...tweet }) =>
    failureKind === "media" && JSON.stringify(tweet).includes("no longer has this file")
      ? [violate(check, `a file of tweet ${numberOf.get(id)} is gone`)]
      : [],
  );
  return [...gone, ...missing];
};

export const shownChecks: Check[] = [shownAtX, givenByOwner, kept];
