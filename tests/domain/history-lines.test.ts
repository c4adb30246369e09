import { describe, expect, test } from "vitest";
import type { FlightFact, FlightKind } from "~/domain/flight";
import type { FlightItem, HistoryItem, MoveItem } from "~/domain/history/item";
import { historyLines } from "~/domain/history/lines";
import { type MoveKind, moveKinds } from "~/domain/move-kinds";
import { type TweetStatus, tweetStatuses } from "~/domain/tweet";

const dueMs = Date.UTC(2026, 4, 15, 9, 42, 0);
const iso = (ms: number) => new Date(ms).toISOString();

const move = (kind: string, more: Partial<MoveItem> = {}): MoveItem => ({
  source: "move",
  id: "1",
  atMs: dueMs,
  actor: "qstash",
  revision: 1,
  kind,
  from: "SCHEDULED",
  to: "SCHEDULED",
  scheduledForMs: dueMs,
  detail: {},
  ...more,
});
const flight = (kind: string, detail: object, actor = "qstash"): FlightItem => ({
  source: "flight",
  id: "2",
  atMs: dueMs,
  actor,
  revision: 1,
  kind,
  detail: { ...detail },
});
const textOf = (item: HistoryItem, zone = "UTC") => historyLines([move("armed"), item], zone)[1]?.text ?? "";

type Details = { [K in FlightKind]: Extract<FlightFact, { kind: K }>["detail"][] };

const attemptId = "a1";
const qstashId = "msg_1";

/** Every kind, in each of its forms; the compiler asks for a kind that is missing. */
const details: Details = {
  refused: [
    { command: "edit", code: "STALE", why: "It was changed meanwhile." },
    { command: "sing", code: "BAD_INPUT", why: "Roost does not know this." },
  ],
  repeated: [{ command: "schedule" }],
  "stop asked": [{}],
  "arm asked": [{ arming: 0, notBefore: iso(dueMs) }],
  "arm failed": ["timeout", "unauthorized", "serverError", "refused", "new"].map((why) => ({
    why,
    failures: 1,
    againAt: iso(dueMs + 10_000),
  })),
  "arm overtaken": [{ qstashId }],
  "cancel asked": [
    { qstashIds: [qstashId] },
    { qstashIds: [qstashId], answer: "dropped" },
    { qstashIds: [qstashId], answer: "timeout" },
  ],
  delivered: [
    { qstashId, retried: 0 },
    { qstashId, retried: 2, answer: "trouble", said: "x" },
    { qstashId, retried: null, answer: "early", said: "not due for 5 s" },
    ...tweetStatuses.map((status) => ({
      qstashId,
      retried: 0,
      answer: "handled" as const,
      said: `the tweet is ${status}`,
    })),
    ...[
      "posted",
      "unknown",
      "refused",
      "later",
      "missed",
      "tooManyAttempts",
      "no such tweet",
      "going on",
      "new",
    ].map((said) => ({
      qstashId,
      retried: 0,
      answer: "handled" as const,
      said,
    })),
    { qstashId, retried: 0, answer: "handled", said: "on hold: reconnect" },
    { qstashId, retried: 0, answer: "handled", said: "revision 3 is not the present one" },
  ],
  "delivery refused": [{ qstashId }],
  sending: [{ attemptId, part: 1 }],
  answered: [
    { attemptId, part: 1, answer: "response", status: 403, words: "No." },
    { attemptId, part: 1, answer: "noConnection", status: null, words: "Nobody there." },
    { attemptId, part: 2, answer: "noAnswer", status: null, words: "" },
  ],
  "posted twice": [1, 2].map((part) => ({ attemptId, part, xId: "1234567890" })),
  "maybe twice": [{ attemptId, part: 2 }],
  "sign-in": (["renewed", "reconnect", "badApp", "later"] as const).map((result) => ({
    result,
    words: "No",
  })),
  "timeline read": [
    { part: 1, result: "found", decision: "adopt" },
    { part: 1, result: "absent", decision: "look again", againAt: iso(dueMs + 30_000) },
    { part: 1, result: "absent", decision: "look again" },
    { part: 1, result: "absent", decision: "resend" },
    { part: 2, result: "absent", decision: "unconfirmed" },
    { part: 1, result: "alike", decision: "unconfirmed" },
    { part: 1, result: "failed", decision: "nothing", words: "X did not answer" },
  ],
  media: (["uploading", "uploaded", "processing", "ready", "reused", "put off", "failed"] as const).map(
    (step) => ({
      part: 1,
      file: 2,
      step,
      percent: 40,
      words: "Too large",
    }),
  ),
  verdict: [
    { verdict: "MISSING", action: "strike", qstashId },
    { verdict: "REMOVED", action: "withhold", qstashId },
  ],
  "dead letter": (["swept", "tooLate", "rearmed", "nothing"] as const).map((action) => ({
    qstashId,
    status: action === "nothing" ? null : 503,
    action,
    words: "no answer",
  })),
  held: [
    { scope: "account", reason: "rateLimit", until: iso(dueMs + 60_000), words: "Too many" },
    { scope: "app", reason: "paused", until: null, words: "" },
  ],
  "removal answered": [
    { part: 2, gone: true, status: 200, words: "" },
    { part: 2, gone: false, status: 403, words: "Not allowed", againAt: iso(dueMs + 60_000) },
    { part: 1, gone: false, status: null, words: "" },
  ],
  cut: [{ entries: 300 }],
};

const every = Object.entries(details).flatMap(([kind, forms]) =>
  (forms as object[]).map((detail, form) => ({ kind, form, item: flight(kind, detail) })),
);

const plainWords = /^[A-Z\d].*[.)]$/;
const programmers = /undefined|null|NaN|\[object|\b[A-Z]{4,}\b(?<!HTML)|qstashId|attemptId/;

describe("a line of the story", () => {
  test.each(every)("of $kind, form $form, is one plain sentence or two", ({ item }) => {
    const text = textOf(item);
    expect(text).toMatch(plainWords);
    expect(text).not.toMatch(programmers);
    expect(text).not.toMatch(/Roost noted/);
  });

  test.each(every)("of $kind, form $form, differs from those of the other kinds", ({ kind, item }) => {
    const others = every.filter((other) => other.kind !== kind).map((other) => textOf(other.item));
    expect(others).not.toContain(textOf(item));
  });

  const moveDetails: Partial<Record<MoveKind, object[]>> = {
    disarmed: ["MISSING", "ASTRAY", "OURS", "DELIVERED", "DEAD", "new"].map((because) => ({ because })),
    orphaned: [{ reason: "REMOVED" }, { reason: "MISSING" }],
    "put off": [{ detail: "Later, please." }, { detail: "Too many", hold: "rateLimit" }, {}],
    failed: [
      { failure: "duplicate", detail: "Same text" },
      { failureKind: "missed", hold: "noCredits" },
      { failureKind: "tooManyAttempts" },
      {},
    ],
    "part posted": [{ part: 2, xId: "5" }],
    "outcome unknown": [{ part: 2, detail: "X did not answer in time." }, { part: 1 }],
    "found on X": [{ part: 2, xId: "5" }],
  };
  const moves = moveKinds.flatMap((kind) =>
    (moveDetails[kind] ?? [{}]).map((detail, form) => ({
      kind,
      form,
      item: move(kind, { detail: { ...detail } }),
    })),
  );

  test.each(moves)("of the move $kind, form $form, is one plain sentence or two", ({ item }) => {
    expect(textOf(item)).toMatch(plainWords);
    expect(textOf(item)).not.toMatch(programmers);
    expect(textOf(item)).not.toMatch(/Roost noted/);
  });

  test("tells by its tone what is good and what somebody should look at", () => {
    const tone = (item: HistoryItem) => historyLines([item], "UTC")[0]?.tone;
    const enters = (kind: string, to: TweetStatus) => tone(move(kind, { from: "PUBLISHING", to }));
    expect(enters("posted", "PUBLISHED")).toBe("good");
    expect(enters("failed", "FAILED")).toBe("bad");
    expect(enters("unconfirmed", "UNCONFIRMED")).toBe("bad");
    expect(enters("put off", "SCHEDULED")).toBe("plain");
    expect(tone(move("orphaned", { to: "DRAFT" }))).toBe("bad");
    expect(tone(move("edited", { from: "FAILED", to: "FAILED" }))).toBe("plain");
    expect(tone(flight("refused", { command: "edit", why: "No." }))).toBe("bad");
    expect(tone(flight("sending", { part: 1 }))).toBe("plain");
  });

  test("says of a message that QStash gave up after the limit that none was asked for any more", () => {
    const detail = { qstashId, status: 401, action: "tooLate", words: "" };
    expect(textOf(flight("dead letter", detail))).toBe(
      "QStash gave its message up, Roost having answered 401; its time had passed, so no new message was asked for.",
    );
  });

  test("says what a doubled delivery did", () => {
    const detail = { qstashId, retried: 1, answer: "handled", said: "the tweet is PUBLISHED" };
    expect(textOf(flight("delivered", detail))).toBe(
      "QStash delivered the message (try 2); Roost had already posted it, so nothing was done.",
    );
  });

  test("says of a message only what is known: after silence QStash may have it", () => {
    const armFailed = (why: string) => flight("arm failed", { why, failures: 1, againAt: iso(dueMs) });
    for (const why of ["timeout", "unreachable", "unreadable", "serverError", "new"])
      expect(textOf(armFailed(why))).toContain("Roost does not know whether it has the message");
    for (const why of ["unauthorized", "forbidden", "rateLimited", "refused"])
      expect(textOf(armFailed(why))).toContain("so it has no message");
  });

  test("does not say of a delivery after the limit that Roost took the tweet up", () => {
    const detail = { qstashId, retried: 0, answer: "handled", said: "missed" };
    expect(textOf(flight("delivered", detail))).toMatch(/its lateness limit had passed by then/);
  });

  test("tells times in the reader's zone, with day and zone where the day is not the line's own", () => {
    const scheduled = move("scheduled", { from: null });
    expect(historyLines([scheduled], "Europe/Berlin")[0]?.text).toBe("You scheduled it for 11:42:00.");
    const tomorrow = { scheduledForMs: dueMs + 86_400_000 };
    const asked = flight("arm asked", { arming: 1, notBefore: iso(tomorrow.scheduledForMs) });
    const moved = [scheduled, move("rescheduled", tomorrow), asked];
    const later = move("edited", { ...tomorrow, atMs: tomorrow.scheduledForMs - 1000 });
    expect(historyLines([...moved, later], "Europe/Berlin").map(({ text }) => text)).toEqual([
      "You scheduled it for 11:42:00.",
      "You moved it to 11:42:00 on Saturday 16 May 2026 (Europe/Berlin).",
      "Roost asked QStash for a message at 11:42:00 on Saturday 16 May 2026 (Europe/Berlin).",
      "You edited it; it is to go out at 11:42:00.",
    ]);
    expect(() => historyLines([scheduled], "Nowhere/Land")).toThrow(RangeError);
  });

  test("names the part in a thread, and no part where there is one", () => {
    const sending = flight("sending", { attemptId, part: 1 });
    expect(historyLines([sending], "UTC")[0]?.text).toBe("Roost sent it to X.");
    const thread = [sending, move("part posted", { detail: { part: 1 } })];
    expect(historyLines(thread, "UTC").map(({ text }) => text)).toEqual([
      "Roost sent part 1 to X.",
      "X took part 1: that part is up.",
    ]);
  });

  test("says of the last part of a thread that the whole thread is posted", () => {
    const parts = [1, 2].map((part) => move("part posted", { detail: { part } }));
    const posted = move("posted", { to: "PUBLISHED", detail: { part: 3 } });
    expect(historyLines([...parts, posted], "UTC").at(-1)?.text).toBe(
      "X took part 3: the whole thread is posted.",
    );
    expect(textOf(move("posted", { to: "PUBLISHED", detail: { part: 1 } }))).toBe("X took it: it is posted.");
  });

  test("says of a part that is to be sent again that several looks did not find it", () => {
    const absent = (part: number) => textOf(move("not on X", { detail: { part } }));
    expect(absent(1)).toBe("Several looks did not find it, so it may be sent once more.");
    expect(absent(2)).toBe("Several looks did not find part 2, so it may be sent once more.");
  });

  test("says of messages that serve nothing any more what became of them", () => {
    const asked = (qstashIds: string[], answer?: string) =>
      textOf(flight("cancel asked", { qstashIds, ...(answer ? { answer } : {}) }));
    expect(asked(["m1"], "dropped")).toBe("The old message is gone from QStash, as Roost had asked.");
    expect(asked(["m1", "m2"], "dropped")).toBe("The old messages are gone from QStash, as Roost had asked.");
    expect(asked(["m1"])).toBe("Roost asked QStash to drop the old message. No answer is known.");
    expect(asked(["m1"], "timeout")).toMatch(
      /^Roost asked QStash to drop the old message\. QStash did not answer in time; /,
    );
  });

  test("keeps ids and statuses in its small print, and says who did it", () => {
    const [line] = historyLines([flight("answered", { ...details.answered[0] }, "sweep")], "UTC");
    expect(line).toMatchObject({
      who: "Roost's check of every minute",
      small: "revision 1, attempt a1, status 403",
      atMs: dueMs,
    });
    expect(historyLines([flight("cancel asked", { qstashIds: ["m1", "m2"] })], "UTC")[0]?.small).toBe(
      "revision 1, message m1, message m2",
    );
  });

  test("of what only another version knows is told by its name", () => {
    expect(textOf(flight("moon phase", {}))).toBe("Roost noted: moon phase.");
    expect(textOf(move("toString"))).toMatch(/^Roost noted: toString/);
  });
});
