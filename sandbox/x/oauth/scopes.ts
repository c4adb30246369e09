/** Scopes that X knows (docs.x.com, OAuth 2.0), with the words that its authorize page uses. */
export const scopeMeanings: Record<string, string> = {
  "tweet.read": "See posts that you can see, protected ones among them",
  "tweet.write": "Post and delete posts for you",
  "tweet.moderate.write": "Hide and unhide replies to your posts",
  "users.read": "See your profile and those of accounts that you can see",
  "users.email": "See your email address",
  "media.write": "Upload photos and videos for you",
  "offline.access": "Stay connected to your account until you revoke it",
  "follows.read": "See who you follow and who follows you",
  "follows.write": "Follow and unfollow people for you",
  "space.read": "See Spaces that you can see",
  "mute.read": "See accounts that you mute",
  "mute.write": "Mute and unmute accounts for you",
  "like.read": "See posts that you like",
  "like.write": "Like and unlike posts for you",
  "list.read": "See your lists",
  "list.write": "Make and change lists for you",
  "block.read": "See accounts that you block",
  "block.write": "Block and unblock accounts for you",
  "bookmark.read": "See your bookmarks",
  "bookmark.write": "Bookmark posts for you",
  "dm.read": "See your direct messages",
  "dm.write": "Send direct messages for you",
};

export const refreshScope = "offline.access";

/** What a scheduler asks for; accounts made for a test get these. */
export const defaultScope = "tweet.read tweet.write users.read media.write offline.access";

/** Single words, or undefined when one of them is no scope of X's or there is none. */
export function parseScope(scope: string): string[] | undefined {
  const words = [...new Set(scope.split(/\s+/).filter(Boolean))];
  return words.length > 0 && words.every((word) => word in scopeMeanings) ? words : undefined;
}

export function hasScopes(granted: string, needed: string[]): boolean {
  const words = granted.split(" ");
  return needed.every((scope) => words.includes(scope));
}
