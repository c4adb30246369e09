import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MatchContext, matchPost, type PartInDoubt, type TimelinePost } from "~/domain/post-match";

const sentMs = Date.UTC(2026, 10, 22, 9);
const minuteMs = 60_000;

const earlier = { sinceMs: sentMs - 60 * minuteMs, untilMs: sentMs - 59 * minuteMs };

const part: PartInDoubt = { text: "hello world", mediaKeys: [], replyToXId: null };
const context: MatchContext = {
  sentMs,
  windows: [earlier, { sinceMs: sentMs - minuteMs, untilMs: sentMs + 15 * minuteMs }],
  heldXIds: new Set(["7"]),
};

const post = (changes: Partial<TimelinePost> = {}): TimelinePost => ({
  xId: "1",
  text: "hello world",
  noteText: null,
  urls: [],
  createdAtMs: sentMs,
  replyToXId: null,
  hasMedia: false,
  mediaKeys: [],
  ...changes,
});

const match = (posts: TimelinePost[], changes: Partial<PartInDoubt> = {}) =>
  matchPost({ ...part, ...changes }, posts, context);

const found = (posts: TimelinePost[], changes: Partial<PartInDoubt> = {}) => {
  const seen = match(posts, changes);
  return seen.kind === "same" ? seen.post.xId : null;
};

describe("a part is found among an account's posts", () => {
  it("by its text, its place, its time and an id that is free", () => {
    expect(found([post({ xId: "2", text: "something else" }), post()])).toBe("1");
    expect(found([post({ createdAtMs: earlier.sinceMs })])).toBe("1");
    expect(found([])).toBeNull();
  });

  it.each<[string, Partial<TimelinePost>]>([
    ["of another text", { text: "hello word" }],
    ["that answers another post", { replyToXId: "5" }],
    ["with media where it has none", { hasMedia: true }],
    ["from before it was sent", { createdAtMs: sentMs - minuteMs - 1 }],
    ["from long after it was sent", { createdAtMs: sentMs + 15 * minuteMs + 1 }],
    ["from between two tries at it", { createdAtMs: earlier.untilMs + 1 }],
    ["from before the first of them", { createdAtMs: earlier.sinceMs - 1 }],
    ["that another part holds", { xId: "7" }],
  ])("and no post %s is taken for it", (_, changes) => {
    expect(found([post(changes)])).toBeNull();
  });

  it("in its place in the thread: a reply to the part before it, and to no other post", () => {
    const posts = [
      post({ xId: "1" }),
      post({ xId: "2", replyToXId: "5" }),
      post({ xId: "3", replyToXId: "6" }),
    ];
    expect(found(posts, { replyToXId: "6" })).toBe("3");
  });

  it("with its media, even where it has no text", () => {
    const url = "https://t.co/pppppppppp";
    const urls = [{ url, expandedUrl: "https://x.com/mira/status/1/photo/1", isMedia: true }];
    const shown = post({ text: url, urls, hasMedia: true, mediaKeys: ["3_1", "3_2"] });
    expect(found([shown], { text: "", mediaKeys: ["3_1", "3_2"] })).toBe("1");
    expect(found([shown], { text: "" })).toBeNull();
  });

  describe("with other media of the same words", () => {
    const shown = post({ hasMedia: true, mediaKeys: ["3_1", "3_2"] });

    it.each<[string, (string | null)[]]>([
      ["other files", ["3_1", "3_3"]],
      ["files that X has not named", [null, null]],
    ])("and no post is taken for a part with %s, nor is it said that there is none", (_, mediaKeys) => {
      expect(match([shown], { mediaKeys })).toEqual({ kind: "alike" });
    });

    it("where X does not tell what a post shows, that is left open too", () => {
      const untold = post({ hasMedia: true });
      expect(match([untold], { mediaKeys: ["3_1"] })).toEqual({ kind: "alike" });
    });

    it.each<[string, TimelinePost, string[]]>([
      ["more files than were sent", shown, ["3_1"]],
      ["none of those that were sent", post(), ["3_1"]],
      ["files where none were sent", shown, []],
    ])("a post that shows %s is not taken, and may be it all the same", (_, one, mediaKeys) => {
      expect(match([one], { mediaKeys })).toEqual({ kind: "alike" });
    });

    it("a post of other words is another, whatever it shows", () => {
      expect(match([post({ text: "hello word" })])).toEqual({ kind: "none" });
      expect(match([{ ...shown, text: "hello word" }], { mediaKeys: ["3_1", "3_2"] })).toEqual({
        kind: "none",
      });
    });
  });

  describe("as X rewrites it, which alone never has it sent again", () => {
    it("a reply to the part before it, whatever words it shows", () => {
      const reply = post({ text: "@alice hello world", replyToXId: "6" });
      expect(match([reply], { replyToXId: "6" })).toEqual({ kind: "alike" });
      expect(match([{ ...reply, hasMedia: true }], { replyToXId: "6" })).toEqual({ kind: "alike" });
    });

    it("the same words with another post's video, which X shows for its link", () => {
      const expandedUrl = "https://x.com/nasa/status/9/video/1";
      const shown = post({
        text: "look https://t.co/abc",
        urls: [{ url: "https://t.co/abc", expandedUrl, isMedia: false }],
        hasMedia: true,
        mediaKeys: ["13_9"],
      });
      expect(match([shown], { text: `look ${expandedUrl}` })).toEqual({ kind: "alike" });
    });

    it.each<[string, Partial<TimelinePost>]>([
      ["to another post", { replyToXId: "5" }],
      ["to none", { replyToXId: null }],
      ["from outside of all tries at it", { createdAtMs: earlier.untilMs + 1 }],
      ["that another part holds", { xId: "7" }],
    ])("but a reply %s is another post", (_, changes) => {
      const reply = post({ text: "@alice hello world", replyToXId: "6", ...changes });
      expect(match([reply], { replyToXId: "6" })).toEqual({ kind: "none" });
    });
  });

  it("by the whole of a long text, not by the beginning that X shows first", () => {
    const long = post({ text: "hello", noteText: "hello world" });
    expect(found([long])).toBe("1");
    expect(found([long], { text: "hello" })).toBeNull();
  });

  it("as the nearest to its sending where several would do", () => {
    const at = (xId: string, awayMs: number) => post({ xId, createdAtMs: sentMs + awayMs });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([at("1", -3000), at("2", 2000), at("3", 9000)], { minLength: 3 }),
        (posts) => {
          expect(found(posts)).toBe("2");
        },
      ),
    );
  });
});
