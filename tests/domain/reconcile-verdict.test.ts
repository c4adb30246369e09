import { describe, expect, it } from "vitest";
import { type Evidence, type MessageContext, type UnknownKind, verdictOf } from "~/domain/reconcile";

const deliveryUrl = "https://roost.example/api/qstash/post-tweet";
const atMs = Date.UTC(2026, 10, 22, 12);

const context = (changes: Partial<MessageContext> = {}): MessageContext => ({
  deliveryUrl,
  carriesOurLabel: true,
  wasCancelRequested: false,
  isTokenProven: true,
  ...changes,
});

const log = (state: string, url = deliveryUrl): Evidence => ({ kind: "log", state, url, atMs });

const everyContext = [true, false].flatMap((wasCancelRequested) =>
  [true, false].map((isTokenProven) => context({ wasCancelRequested, isTokenProven })),
);

const otherUrls = [
  "https://roost.example/api/qstash/post-tweet/",
  "http://roost.example/api/qstash/post-tweet",
  "https://old.roost.example/api/qstash/post-tweet",
  "",
];

describe("a message that waits or is on its way", () => {
  it.each(["CREATED", "ACTIVE", "RETRY", "ERROR"])("is ALIVE by its log row %s", (state) => {
    for (const any of everyContext) expect(verdictOf(log(state), any)).toEqual({ kind: "ALIVE" });
  });

  it("is ALIVE when it has no log row and QStash still has it", () => {
    for (const any of everyContext) {
      expect(verdictOf({ kind: "found", url: deliveryUrl }, any)).toEqual({ kind: "ALIVE" });
    }
  });

  it.each(["CREATED", "ACTIVE", "RETRY", "ERROR"])("is ASTRAY by its log row %s to another URL", (state) => {
    for (const url of otherUrls) {
      expect(verdictOf(log(state, url), context())).toEqual({ kind: "ASTRAY", isOurs: true });
    }
  });

  it("is ASTRAY when QStash still has it, for another URL", () => {
    for (const url of otherUrls) {
      expect(verdictOf({ kind: "found", url }, context())).toEqual({ kind: "ASTRAY", isOurs: true });
    }
  });

  it("is ours to cancel only by its label, wherever it goes", () => {
    const elsewhere = context({ carriesOurLabel: false });
    for (const url of otherUrls) {
      expect(verdictOf(log("CREATED", url), elsewhere)).toEqual({ kind: "ASTRAY", isOurs: false });
      expect(verdictOf({ kind: "found", url }, elsewhere)).toEqual({ kind: "ASTRAY", isOurs: false });
    }
    expect(verdictOf(log("CREATED"), elsewhere)).toEqual({ kind: "ALIVE" });
  });
});

describe("a message that was cancelled, however QStash spells it", () => {
  const spellings = ["CANCELLED", "CANCELED", "CANCEL_REQUESTED"];

  it.each(spellings)("is REMOVED by %s when we never asked, and when it was is kept", (state) => {
    const removed = { kind: "REMOVED", removedAtMs: atMs };
    for (const isTokenProven of [true, false]) {
      expect(verdictOf(log(state), context({ isTokenProven }))).toEqual(removed);
      expect(verdictOf(log(state, otherUrls[0]), context({ isTokenProven }))).toEqual(removed);
    }
  });

  it.each(spellings)("is OURS by %s when we asked", (state) => {
    expect(verdictOf(log(state), context({ wasCancelRequested: true }))).toEqual({ kind: "OURS" });
  });
});

describe("a message that came to its end", () => {
  it.each([
    ["DELIVERED", "DELIVERED"],
    ["FAILED", "DEAD"],
  ])("with the log row %s is %s, wherever it went and whatever we asked", (state, kind) => {
    for (const any of everyContext) {
      expect(verdictOf(log(state), any)).toEqual({ kind });
      expect(verdictOf(log(state, otherUrls[0]), any)).toEqual({ kind });
    }
  });
});

describe("what is not known stays UNKNOWN", () => {
  it("a 404 from a token that has read nothing of ours proves nothing", () => {
    for (const wasCancelRequested of [true, false]) {
      const verdict = verdictOf({ kind: "notFound" }, context({ isTokenProven: false, wasCancelRequested }));
      expect(verdict).toEqual({ kind: "UNKNOWN", why: "unproven" });
    }
  });

  it("a 404 from a token that has read one of ours in the same pass is MISSING", () => {
    for (const wasCancelRequested of [true, false]) {
      const verdict = verdictOf({ kind: "notFound" }, context({ wasCancelRequested }));
      expect(verdict).toEqual({ kind: "MISSING" });
    }
  });

  const reasons: UnknownKind[] = [
    "timeout",
    "unreachable",
    "unauthorized",
    "forbidden",
    "rateLimited",
    "serverError",
    "unreadable",
    "unproven",
  ];
  it.each(reasons)("no answer (%s) keeps its reason, with or without a proven token", (why) => {
    for (const any of everyContext) {
      expect(verdictOf({ kind: "unanswered", why }, any)).toEqual({ kind: "UNKNOWN", why });
    }
  });

  it.each(["", "created", "Cancelled", "IN_PROGRESS", "CANCELLED ", "EXPIRED", "constructor"])(
    'a log state that Roost does not know ("%s") is unreadable',
    (state) => {
      for (const any of everyContext) {
        expect(verdictOf(log(state), any)).toEqual({ kind: "UNKNOWN", why: "unreadable" });
      }
    },
  );
});
