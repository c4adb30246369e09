import { describe, expect, it } from "vitest";
import { cancelHeldDone, cancelHeldQuestion } from "~/components/notices/cancel-held-words";

const named = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `t${n}`, revision: 2 }));

describe("cancelling all that waits on an account", () => {
  it("says before that what is on X of a thread stays there", () => {
    expect(cancelHeldQuestion({ waiting: 2, started: 0 })).toBe(
      "They are not posted, and their texts are kept under Cancelled.",
    );
    expect(cancelHeldQuestion({ waiting: 1, started: 1 })).toBe(
      "Part of this thread is out: what is on X stays there, the rest does not go out.",
    );
    expect(cancelHeldQuestion({ waiting: 2, started: 1 })).toBe(
      "1 of them is a thread of which part is out: what is on X stays there, the rest does not go out. The other one is not posted, and its text is kept under Cancelled.",
    );
  });

  it("counts as cancelled only what was", () => {
    const nothing = { cancelled: 0, stopped: 0, undoable: [], left: 0 };
    expect(cancelHeldDone({ ...nothing, stopped: 2 }).title).toBe("2 threads are stopped half way");
    expect(cancelHeldDone({ ...nothing, cancelled: 1, stopped: 1, left: 3 }).title).toBe(
      "1 tweet is cancelled; 1 thread is stopped half way; 3 still wait",
    );
    expect(cancelHeldDone(nothing).title).toBe("0 tweets are cancelled");
  });

  it("says of an undo what it would not bring back", () => {
    const answer = { cancelled: 3, stopped: 0, undoable: named(2), left: 0 };
    expect(cancelHeldDone(answer).lines).toEqual(["Undo brings back the 2 whose time is still ahead."]);
    expect(cancelHeldDone({ ...answer, undoable: named(3) }).lines).toEqual([]);
    expect(cancelHeldDone({ ...answer, undoable: [] }).lines).toEqual([]);
  });
});
