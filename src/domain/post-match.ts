// Which post of an account's timeline is a part whose outcome is unknown. A wrong match would lose a tweet in silence,
// so text, place in the thread, media and time must all fit, and no other part may hold the post.
import { isShownAs, type ShownUrl } from "./shown-text";

/** A post as X's timeline tells of it. */
export type TimelinePost = {
  xId: string;
  text: string;
  /** The whole text of a long post, of which `text` shows the beginning. */
  noteText: string | null;
  urls: ShownUrl[];
  /** Whole seconds, as X gives them. */
  createdAtMs: number;
  replyToXId: string | null;
  hasMedia: boolean;
  /** Of what it shows, as far as X tells. */
  mediaKeys: readonly string[];
};

export type PartInDoubt = {
  text: string;
  /** What X calls each of its files; null where X has not told. */
  mediaKeys: readonly (string | null)[];
  /** X's id of the part before; null for the first. */
  replyToXId: string | null;
};

/** When X may have created what one try sent, in milliseconds since the epoch. */
export type Window = { sinceMs: number; untilMs: number };

export type MatchContext = {
  /** When the part was last sent. */
  sentMs: number;
  /** Of each try that may be up: a post from outside of all of them is somebody's own. */
  windows: readonly Window[];
  /** Ids that parts hold already. */
  heldXIds: ReadonlySet<string>;
};

export type Match =
  | { kind: "same"; post: TimelinePost }
  /** One may be it, as X rewrote it, and may be another: only its owner can tell. */
  | { kind: "alike" }
  | { kind: "none" };

/** The post that is this part, the nearest to its sending where several are. */
export function matchPost(part: PartInDoubt, posts: readonly TimelinePost[], context: MatchContext): Match {
  const distanceMs = (post: TimelinePost) => Math.abs(post.createdAtMs - context.sentMs);
  const inPlace = posts.filter((post) => isInPlace(part, post, context));
  const [post] = inPlace
    .filter((one) => isText(part.text, one) && showsTheSame(part, one))
    .sort((one, other) => distanceMs(one) - distanceMs(other));
  if (post) return { kind: "same", post };
  return inPlace.some((one) => mayBe(part, one)) ? { kind: "alike" } : { kind: "none" };
}

/** Where files are shown, words alone prove nothing: a picture may have none, and many have the same. */
function showsTheSame({ mediaKeys }: PartInDoubt, post: TimelinePost): boolean {
  if (mediaKeys.length === 0) return !post.hasMedia;
  return (
    mediaKeys.length === post.mediaKeys.length &&
    mediaKeys.every((key) => key !== null && post.mediaKeys.includes(key))
  );
}

/**
 * What is called absent is sent again, so a doubt is not called that. X puts mentions before the words of a reply, and
 * shows media that nobody sent where a link leads to another post's video: of an answer to the part before the words
 * prove nothing, and of any other post the media.
 */
function mayBe({ text, replyToXId }: PartInDoubt, post: TimelinePost): boolean {
  return replyToXId !== null || isText(text, post);
}

function isInPlace(part: PartInDoubt, post: TimelinePost, context: MatchContext): boolean {
  return (
    post.replyToXId === part.replyToXId &&
    context.windows.some(
      ({ sinceMs, untilMs }) => sinceMs <= post.createdAtMs && post.createdAtMs <= untilMs,
    ) &&
    !context.heldXIds.has(post.xId)
  );
}

function isText(sent: string, { text, noteText, urls }: TimelinePost): boolean {
  return isShownAs(sent, noteText ?? text, urls);
}
