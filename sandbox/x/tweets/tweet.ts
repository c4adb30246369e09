import type { PostCategory } from "../media/categories";

/** As X gives it: `start` and `end` count code points of the text that is shown. */
export type UrlEntity = {
  start: number;
  end: number;
  url: string;
  expanded_url: string;
  display_url: string;
  /** Only where the link stands for media of the post. */
  media_key?: string;
};

export type TweetMedia = {
  id: string;
  key: string;
  category: PostCategory;
  mediaType: string;
  /** By its first bytes. */
  foundType: string | null;
  sizeBytes: number;
  altText: string | null;
};

export type Tweet = {
  id: string;
  userId: string;
  handle: string;
  /** As it was sent. */
  text: string;
  /** As X shows it: t.co links, `&`, `<` and `>` escaped. */
  shownText: string;
  urls: UrlEntity[];
  media: TweetMedia[];
  inReplyTo: string | null;
  inReplyToUserId: string | null;
  conversationId: string;
  replySettings: string;
  createdAtMs: number;
  deletedAtMs: number | null;
};

/** X's form of an id. */
export const idPattern = /^[0-9]{1,19}$/;

// PostgreSQL's bigint ends below the highest 19 digits: such an id names nothing.
const highestId = 9_223_372_036_854_775_807n;

export const mayExist = (id: string): boolean => idPattern.test(id) && BigInt(id) <= highestId;
