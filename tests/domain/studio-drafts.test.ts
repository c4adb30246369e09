import { afterEach, describe, expect, it, vi } from "vitest";
import type { KeptDraft } from "~/components/composer/draft-store";
import type { KeptPart } from "~/components/composer/kept-thread";
import { createBrowser } from "../support/kept-here";

afterEach(() => {
  vi.unstubAllGlobals();
});

const words = (text: string): KeptPart[] => [{ text, files: [] }];
const none = () => false;

describe("the draft of a composer", () => {
  it("keeps its id with its words, from one opening to the next", async () => {
    const { openTab } = createBrowser();
    const { openDraft } = await openTab();
    const first = await openDraft("a1", null, none);
    first.keep(words("one"));
    first.markSent("a1");
    first.release();
    const again = await openDraft("a1", null, none);
    expect(again.begun).toEqual(words("one"));
    expect(again.id()).toBe(first.id());
    expect(again.sentFor()).toBe("a1");
  });

  it("is nobody else's while it is open, in this tab or in another; then it is offered again", async () => {
    const { openTab } = createBrowser();
    const [one, other] = [await openTab(), await openTab()];
    const mine = await one.openDraft("a1", null, none);
    mine.keep(words("mine"));
    for (const { openDraft } of [one, other]) {
      const another = await openDraft("a1", null, none);
      expect(another.begun).toEqual([]);
      expect(another.id()).not.toBe(mine.id());
      another.release();
    }
    mine.release();
    const inOther = await other.openDraft("a1", null, none);
    expect(inOther.begun).toEqual(words("mine"));
  });

  it("is forgotten alone once it is a tweet, and what comes late for it is not kept", async () => {
    const { openTab, storage } = createBrowser();
    const { openDraft } = await openTab();
    const [first, second] = [await openDraft("a1", null, none), await openDraft("a1", null, none)];
    first.keep(words("first"));
    second.keep(words("second"));
    first.finish();
    first.keep(words("late"));
    expect(Object.values(storage).map((kept) => (JSON.parse(kept) as KeptDraft).parts)).toEqual([
      words("second"),
    ]);
  });

  it("is held while it is on its way to the server, though its composer is closed", async () => {
    const { openTab } = createBrowser();
    const { openDraft } = await openTab();
    const sent = await openDraft("a1", null, none);
    sent.keep(words("on its way"));
    let answer = () => {};
    const sending = sent.during(
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
    );
    sent.release();
    expect((await openDraft("a1", null, none)).begun).toEqual([]);
    answer();
    await sending;
    await vi.waitFor(async () =>
      expect((await openDraft("a1", null, none)).begun).toEqual(words("on its way")),
    );
  });

  it("is of one person, and of the tweet whose words it began with", async () => {
    const { openTab } = createBrowser();
    const { openDraft } = await openTab();
    const anew = await openDraft("a1", "t1", none);
    anew.keep(words("anew"));
    anew.release();
    expect((await openDraft("a1", null, none)).begun).toEqual([]);
    expect((await openDraft("a2", "t1", none)).begun).toEqual([]);
    expect((await openDraft("a1", "t1", none)).begun).toEqual(words("anew"));
  });

  it("is not offered again once its tweet is seen to stand", async () => {
    const { openTab, storage } = createBrowser();
    const { openDraft } = await openTab();
    const sent = await openDraft("a1", null, none);
    sent.keep(words("made after all"));
    sent.markSent("a1");
    sent.release();
    const next = await openDraft("a1", null, ({ id }) => id === sent.id());
    expect(next.begun).toEqual([]);
    expect(Object.keys(storage)).toEqual([]);
  });

  it("goes on under an id that nobody has seen, once its own is another tweet's", async () => {
    const { openTab } = createBrowser();
    const { openDraft } = await openTab();
    const draft = await openDraft("a1", null, none);
    const spent = draft.id();
    draft.keep(words("one"));
    draft.markSent("a1");
    await draft.renew();
    expect(draft.id()).not.toBe(spent);
    expect(draft.sentFor()).toBeNull();
    draft.release();
    const again = await openDraft("a1", null, none);
    expect([again.id(), again.begun]).toEqual([draft.id(), words("one")]);
  });

  it("is kept where the browser has no locks, and is still one composer's in its tab", async () => {
    const { openTab } = createBrowser();
    const { openDraft } = await openTab(false);
    const draft = await openDraft("a1", null, none);
    draft.keep(words("over plain http"));
    expect((await openDraft("a1", null, none)).begun).toEqual([]);
    draft.release();
    expect((await openDraft("a1", null, none)).begun).toEqual(words("over plain http"));
  });

  it("takes up what an older Roost has kept", async () => {
    const { openTab, storage } = createBrowser();
    storage["roost.compose.parts.a1"] = JSON.stringify(words("of before"));
    const { openDraft } = await openTab();
    expect((await openDraft("a1", null, none)).begun).toEqual(words("of before"));
    expect(storage["roost.compose.parts.a1"]).toBeUndefined();
  });
});
