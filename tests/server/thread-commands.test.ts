// What an owner may do with a thread of which a part is out: what is out and its time are frozen.
import { beforeAll, describe, expect, test } from "vitest";
import { allows, type Command, tweetStatuses } from "~/domain/tweet";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { sharedRoostWithMira } from "../support/shared-roost";
import { placeThread } from "../support/thread";

const { h, mira } = sharedRoostWithMira();
const hourMs = 3_600_000;

/** These threads are due: a message would come at once, and begin to post what a command has just left. */
beforeAll(() => h.qstash("/_sandbox/faults", { method: "POST", body: { kind: "deliver-never" } }));

type Thread = Awaited<ReturnType<typeof placeThread>>;
type Status = (typeof tweetStatuses)[number];

/** The table of tweets lets no draft have started. */
const startedStatuses = tweetStatuses.filter((status) => status !== "DRAFT");

const target = ({ id, revision }: { id: string; revision: number }) => ({ id, revision });
const inTwoHours = async () => new Date((await h.clock.now()).getTime() + 2 * hourMs);

const place = async (status: Status, changes = {}) =>
  placeThread(
    h,
    mira,
    status,
    new Date(Math.floor((await h.clock.now()).getTime() / 1000) * 1000 - hourMs),
    changes,
  );

const parts = ({ words }: Thread, last = "another ending") =>
  [...words.slice(0, 2), last].map((text) => ({ text }));

const commands: Partial<Record<Command, (thread: Thread) => Promise<unknown>>> = {
  edit: (thread) => mira.caller.tweet.edit({ ...target(thread), parts: parts(thread) }),
  schedule: async (thread) =>
    mira.caller.tweet.schedule({ ...target(thread), scheduledFor: await inTwoHours() }),
  reschedule: async (thread) =>
    mira.caller.tweet.reschedule({ ...target(thread), scheduledFor: await inTwoHours() }),
  unschedule: (thread) => mira.caller.tweet.unschedule(target(thread)),
  cancel: (thread) => mira.caller.tweet.cancel(target(thread)),
  delete: (thread) => mira.caller.tweet.delete(target(thread)),
  restore: (thread) => mira.caller.tweet.restore(target(thread)),
  resume: (thread) => mira.caller.tweet.resume(target(thread)),
  stop: (thread) => mira.caller.tweet.stop(target(thread)),
  rollBack: (thread) => mira.caller.tweet.roll_back(target(thread)),
};

/** Where each open command leads, by the state that it finds. */
const leadsTo: Partial<Record<Command, Partial<Record<Status, Status>>>> = {
  edit: { SCHEDULED: "SCHEDULED", FAILED: "FAILED", CANCELLED: "CANCELLED" },
  cancel: { SCHEDULED: "FAILED", FAILED: "CANCELLED" },
  delete: { SCHEDULED: "CANCELLED", PUBLISHED: "PUBLISHED", FAILED: "FAILED", CANCELLED: "CANCELLED" },
  resume: { FAILED: "SCHEDULED", CANCELLED: "SCHEDULED" },
  stop: { SCHEDULED: "FAILED", PUBLISHING: "PUBLISHING" },
  rollBack: { SCHEDULED: "CANCELLED", FAILED: "CANCELLED", CANCELLED: "CANCELLED" },
};

describe.each(Object.keys(commands) as Command[])("%s", (name) => {
  const act = commands[name];

  test.each(startedStatuses)("of a thread with a part out that is %s", async (status) => {
    const thread = await place(status);
    const before = await wholeTweet(h.db, thread.id);
    const isOpen = allows({ status, isStarted: true, rollBack: "none" }, name);
    expect(leadsTo[name]?.[status] !== undefined).toBe(isOpen);
    if (isOpen) {
      await act?.(thread);
      const after = await wholeTweet(h.db, thread.id);
      expect(after).toMatchObject({ status: leadsTo[name]?.[status], scheduledFor: before.scheduledFor });
      if (name === "rollBack") expect(after.parts[0]?.state).toBe("REMOVED");
      else expect(after.parts[0]).toEqual(before.parts[0]);
      return;
    }
    const refusal = await refusalOf(act?.(thread) ?? Promise.resolve());
    expect(refusal).toMatchObject({ code: "NOT_ALLOWED", message: expect.stringMatching(/^[A-Z].*\.$/) });
    const isStop = name === "cancel" && status === "PUBLISHING";
    expect(await wholeTweet(h.db, thread.id)).toEqual(
      isStop ? { ...before, stopRequestedAt: expect.any(Date) } : before,
    );
  });
});

describe.each(["asked", "stuck", "done"] as const)("a thread whose roll-back is %s", (rollBack) => {
  const asked = new Date();
  const changes = {
    rollbackRequestedAt: asked,
    ...(rollBack === "asked" ? { rollbackAfter: asked } : {}),
    ...(rollBack === "done" ? { rolledBackAt: asked } : {}),
  };

  test.each(Object.keys(commands) as Command[])("%s", async (name) => {
    const thread = await place("CANCELLED", changes);
    const before = await wholeTweet(h.db, thread.id);
    const act = commands[name]?.(thread) ?? Promise.resolve();
    if (allows({ status: "CANCELLED", isStarted: true, rollBack }, name)) {
      await act;
      return;
    }
    expect(await refusalOf(act)).toMatchObject({
      code: "NOT_ALLOWED",
      message: expect.stringContaining(name === "delete" ? "still being deleted on X" : "new tweet"),
    });
    expect(await wholeTweet(h.db, thread.id)).toEqual(before);
  });
});

describe("an edit of a thread that is half out", () => {
  test("changes the parts that are not out, adds some and drops some, and keeps their rows by their place", async () => {
    const thread = await place("FAILED");
    const [first, second] = (await wholeTweet(h.db, thread.id)).parts;
    const longer = [first?.text ?? "", "new two", "new three", "new four"];
    const edited = await mira.caller.tweet.edit({
      ...target(thread),
      parts: longer.map((text) => ({ text })),
    });
    expect(edited.parts.map(({ text }) => text)).toEqual(longer);
    expect(edited.parts.map(({ state }) => state)).toEqual(["out", "waiting", "waiting", "waiting"]);
    const rows = (await wholeTweet(h.db, thread.id)).parts;
    expect(rows.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(rows[1]?.id).toBe(second?.id);
    const shorter = [first?.text ?? "", "only two"].map((text) => ({ text }));
    const cut = await mira.caller.tweet.edit({ ...target(edited), parts: shorter });
    expect(cut.parts.map(({ text }) => text)).toEqual(shorter.map(({ text }) => text));
    expect((await wholeTweet(h.db, thread.id)).parts[1]?.id).toBe(second?.id);
  });

  test.each([
    [
      "another text for the part that is out",
      (words: string[]) => ["rewritten", ...words.slice(1)],
      /Part 1 is out/,
    ],
    ["a thread without the part that is out", (words: string[]) => words.slice(1), /Part 1 is out/],
    ["only what is out", (words: string[]) => words.slice(0, 1), /still to go out/],
  ])("to %s is refused in words, and changes nothing", async (_, rewrite, words) => {
    const thread = await place("FAILED");
    const before = await wholeTweet(h.db, thread.id);
    const edit = mira.caller.tweet.edit({
      ...target(thread),
      parts: rewrite(thread.words).map((text) => ({ text })),
    });
    expect(await refusalOf(edit)).toMatchObject({
      code: "NOT_ALLOWED",
      message: expect.stringMatching(words),
    });
    expect(await wholeTweet(h.db, thread.id)).toEqual(before);
  });

  test("to another time is refused, and its present time said again is not another", async () => {
    const thread = await place("CANCELLED");
    const edit = (scheduledFor: Date) =>
      mira.caller.tweet.edit({ ...target(thread), parts: parts(thread), scheduledFor });
    expect(await refusalOf(edit(await inTwoHours()))).toMatchObject({
      code: "NOT_ALLOWED",
      message: expect.stringContaining("time stays as it is"),
    });
    const { scheduledFor } = await wholeTweet(h.db, thread.id);
    expect(await edit(scheduledFor ?? new Date())).toMatchObject({ scheduledFor, state: "cancelled" });
  });
});

describe("resume", () => {
  test("more than a day after the first part is refused in words: readers have left", async () => {
    const thread = await place("FAILED");
    h.clock.advance(24 * hourMs);
    const refusal = await refusalOf(mira.caller.tweet.resume(target(thread)));
    expect(refusal).toMatchObject({ code: "TIME_PASSED", message: expect.stringContaining("a day ago") });
    const seen = await mira.caller.tweet.get({ id: thread.id });
    expect(seen.started).toMatchObject({ outCount: 1, canResume: false, rollback: null });
    expect(seen.failure?.next).not.toContain("Resume");
  });
});

describe("what its owner sees of a thread that is half out", () => {
  test("each part's state and link, how many are out, and until when it may go on", async () => {
    const thread = await place("FAILED");
    const { startedAt, parts: rows } = await wholeTweet(h.db, thread.id);
    const seen = await mira.caller.tweet.get({ id: thread.id });
    expect(seen.parts).toEqual([
      {
        position: 1,
        text: thread.words[0],
        state: "out",
        postUrl: `${h.roost.publisher.webUrl}/mira/status/${rows[0]?.xId}`,
        media: [],
      },
      { position: 2, text: thread.words[1], state: "waiting", postUrl: null, media: [] },
      { position: 3, text: thread.words[2], state: "waiting", postUrl: null, media: [] },
    ]);
    expect(seen.started).toEqual({
      outCount: 1,
      canResume: true,
      resumeUntil: new Date((startedAt?.getTime() ?? 0) + 24 * hourMs),
      rollback: null,
    });
    expect(seen.failure).toMatchObject({ happened: expect.stringContaining("1 of 3 parts is out.") });
  });

  test("which part is being sent while it goes out, and that it was asked to stop", async () => {
    const thread = await place("PUBLISHING");
    expect(await mira.caller.tweet.get({ id: thread.id })).toMatchObject({
      sendingPart: 2,
      stopRequested: false,
    });
    expect(await mira.caller.tweet.stop(target(thread))).toMatchObject({
      state: "posting",
      stopRequested: true,
    });
  });

  test("after deleting it, that its posts stay on X", async () => {
    const one = await mira.caller.tweet.delete(target(await place("FAILED")));
    expect(one.note).toBe("Its post stays on X.");
    const all = await mira.caller.tweet.delete(target(await place("PUBLISHED")));
    expect(all.note).toBe("Its 3 posts stay on X.");
  });
});
