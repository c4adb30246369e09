import { describe, expect, it } from "vitest";
import { isMadeOf } from "~/components/composer/made-tweet";
import type { OpenDraft } from "~/components/composer/open-draft";
import { type Calls, sendDraft } from "~/components/composer/send-draft";
import type { TweetView } from "~/server/tweets/view";
import { aTweet } from "../support/studio-fixtures";

const scheduledFor = new Date("2026-11-22T14:30:00Z");
const input = (text: string) => ({
  accountId: "a1",
  parts: [{ text, media: [] }],
  latenessLimitS: 3600,
  scheduledFor,
});
const tweet = (id: string, text: string, changes: Partial<TweetView> = {}) =>
  aTweet({
    id,
    text,
    scheduledFor,
    parts: [{ position: 1, text, state: "waiting", postUrl: null, media: [] }],
    ...changes,
  });
const refusal = (code: string) => Object.assign(new Error(`refused: ${code}`), { data: { app: { code } } });

/** A draft, and a server that keeps what is asked of it under its id. */
function world(sentFor: string | null = null) {
  const state = { id: "d1", sentFor, isFinished: false };
  const draft: Pick<OpenDraft, "id" | "sentFor" | "markSent" | "renew" | "finish"> = {
    id: () => state.id,
    sentFor: () => state.sentFor,
    markSent: (accountId) => {
      state.sentFor = accountId;
    },
    renew: async () => {
      Object.assign(state, { id: "d2", sentFor: null });
    },
    finish: () => {
      state.isFinished = true;
    },
  };
  const made = new Map<string, TweetView>();
  const calls: Calls = {
    schedule: async ({ id, parts }) => {
      const standing = made.get(id) ?? tweet(id, parts[0]?.text ?? "");
      made.set(id, standing);
      return standing;
    },
    edit: async ({ id, revision, parts }) => {
      const changed = tweet(id, parts[0]?.text ?? "", { revision: revision + 1 });
      made.set(id, changed);
      return changed;
    },
  };
  /** The server does it; nobody hears of it. */
  const unheard: Calls = {
    ...calls,
    schedule: async (asked) => {
      await calls.schedule(asked);
      throw new Error("Failed to fetch");
    },
  };
  return { state, draft, made, calls, unheard };
}

describe("scheduling a draft", () => {
  it("makes one tweet, however often its answer is lost", async () => {
    const { state, draft, made, calls, unheard } = world();
    expect((await sendDraft(draft, input("one"), unheard)).problem).toContain("did not answer");
    expect(state).toMatchObject({ id: "d1", sentFor: "a1", isFinished: false });
    await sendDraft(draft, input("one"), unheard);
    expect((await sendDraft(draft, input("one"), calls)).made?.id).toBe("d1");
    expect([...made.keys()]).toEqual(["d1"]);
    expect(state.isFinished).toBe(true);
  });

  it("sends what was changed after a lost answer as an edit of that tweet", async () => {
    const { draft, made, calls, unheard } = world();
    await sendDraft(draft, input("one"), unheard);
    const { made: now } = await sendDraft(draft, input("two"), calls);
    expect(now).toMatchObject({ id: "d1", text: "two", revision: 2 });
    expect([...made.keys()]).toEqual(["d1"]);
  });

  it("makes a second tweet only when asked once more, where the first has gone its own way", async () => {
    for (const state of ["posted", "cancelled", "draft", "failed", "checkNeeded"] as const) {
      const { state: draftState, draft, made, calls } = world("a1");
      made.set("d1", tweet("d1", "one", { state }));
      const sent = await sendDraft(draft, input("two"), calls);
      expect(sent.made).toBeNull();
      expect(sent.problem).toContain("An earlier try had reached Roost");
      expect(draftState).toMatchObject({ id: "d2", sentFor: null, isFinished: false });
      expect([...made.keys()]).toEqual(["d1"]);
      expect((await sendDraft(draft, input("two"), calls)).made?.id).toBe("d2");
    }
  });

  it("never writes over a tweet that another composer made under its id", async () => {
    const { draft, made, calls } = world();
    made.set("d1", tweet("d1", "another's"));
    expect((await sendDraft(draft, input("mine"), calls)).made).toBeNull();
    expect(made.get("d1")?.text).toBe("another's");
  });

  it("lets the account be changed after a refusal, and not while the server may have it", async () => {
    const refused = world();
    const refuse = async () => Promise.reject(refusal("TIME_PASSED"));
    await sendDraft(refused.draft, input("one"), { ...refused.calls, schedule: refuse });
    expect(refused.state.sentFor).toBeNull();
    const unheard = world("a1");
    await sendDraft(unheard.draft, input("one"), { ...unheard.calls, schedule: refuse });
    expect(unheard.state.sentFor).toBe("a1");
  });

  it("goes on with another id where the tweet of its own was deleted", async () => {
    const { state, draft, calls } = world("a1");
    const gone = async () => Promise.reject(refusal("NOT_FOUND"));
    const { problem } = await sendDraft(draft, input("one"), { ...calls, schedule: gone });
    expect(problem).toContain("deleted");
    expect(state.id).toBe("d2");
  });
});

describe("a draft that was sent without an answer", () => {
  const kept = { id: "d1", like: null, parts: [{ text: "one", files: [] }], sentFor: "a1", savedAtMs: 1 };

  it("is seen to be made once its tweet stands in the list with those words", () => {
    expect(isMadeOf(kept, tweet("d1", "one"))).toBe(true);
    expect(isMadeOf(kept, tweet("d1", "one", { state: "posted" }))).toBe(true);
    expect(isMadeOf(kept, undefined)).toBe(false);
    expect(isMadeOf(kept, tweet("d1", "other words"))).toBe(false);
    expect(isMadeOf(kept, tweet("d1", "one", { state: "cancelled" }))).toBe(false);
    expect(isMadeOf({ ...kept, sentFor: null }, tweet("d1", "one"))).toBe(false);
  });
});
