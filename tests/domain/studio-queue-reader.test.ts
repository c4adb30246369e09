import { describe, expect, it } from "vitest";
import { createQueueReader, verifyEveryMs } from "~/components/queue/queue-reader";
import { aQueue, aTweet } from "../support/studio-fixtures";

function readerWithClock() {
  const asked: { verify: boolean; cursor?: string }[] = [];
  const clock = { nowMs: 1_000_000 };
  const reader = createQueueReader(
    async (input) => {
      asked.push(input);
      const page = Number(input.cursor ?? 0);
      return aQueue({
        upcoming: [aTweet({ id: `t${page}` })],
        nextCursor: page < 2 ? String(page + 1) : null,
      });
    },
    () => clock.nowMs,
  );
  return { reader, asked, clock };
}

describe("the reader of the queue", () => {
  it("shows the list before it waits for QStash, and asks QStash right after", async () => {
    const { reader, asked } = readerWithClock();
    await reader.read(false);
    expect(reader.isVerifyDue()).toBe(true);
    await reader.read(true);
    expect(asked.map(({ verify }) => verify)).toEqual([false, true]);
    expect(reader.isVerifyDue()).toBe(false);
  });

  it("asks QStash every 15 s, and only the database between", async () => {
    const { reader, asked, clock } = readerWithClock();
    await reader.read(true);
    clock.nowMs += verifyEveryMs - 1;
    await reader.read(true);
    clock.nowMs += 1;
    await reader.read(true);
    expect(asked.map(({ verify }) => verify)).toEqual([true, false, true]);
  });

  it("asks QStash at once when somebody comes back to the page", async () => {
    const { reader, asked } = readerWithClock();
    await reader.read(true);
    reader.verifyNext();
    await reader.read(true);
    expect(asked.map(({ verify }) => verify)).toEqual([true, true]);
  });

  it("asks the database only after a check that failed, so that a list is still read", async () => {
    const asked: boolean[] = [];
    const reader = createQueueReader(async ({ verify }) => {
      asked.push(verify);
      if (verify) throw new Error("no answer");
      return aQueue();
    });
    await expect(reader.read(true)).rejects.toThrow("no answer");
    await reader.read(true);
    expect(asked).toEqual([true, false]);
  });

  it("reads every page that was opened, from the first one's own end", async () => {
    const { reader, asked } = readerWithClock();
    reader.openPage();
    const view = await reader.read(false);
    expect(asked).toEqual([{ verify: false }, { verify: false, cursor: "1" }]);
    expect(view.upcoming.map(({ id }) => id)).toEqual(["t0", "t1"]);
    expect(view.nextCursor).toBe("2");
  });
});
