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
};

export type PartInDoubt = {
  text: string;
  hasMedia: boolean;
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

/** The post that is this part, the nearest to its sending where several are; null when none is. */
export function matchPost(
  part: PartInDoubt,
  posts: readonly TimelinePost[],
  context: MatchContext,
): TimelinePost | null {
  const distanceMs = (post: TimelinePost) => Math.abs(post.createdAtMs - context.sentMs);
  const matching = posts
    .filter((post) => isInPlace(part, post, context) && isText(part.text, post))
    .sort((one, other) => distanceMs(one) - distanceMs(other));
  return matching[0] ?? null;
}

function isInPlace(part: PartInDoubt, post: TimelinePost, context: MatchContext): boolean {
  return (
    post.replyToXId === part.replyToXId &&
    post.hasMedia === part.hasMedia &&
    context.windows.some(
      ({ sinceMs, untilMs }) => sinceMs <= post.createdAtMs && post.createdAtMs <= untilMs,
    ) &&
    !context.heldXIds.has(post.xId)
  );
}

function isText(sent: string, { text, noteText, urls }: TimelinePost): boolean {
  return isShownAs(sent, noteText ?? text, urls);
}
