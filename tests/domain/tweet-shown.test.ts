import { describe, expect, it } from "vitest";
import { type Showable, type ShownState, shownState, type TweetStatus } from "~/domain/tweet";

const showable = (changes: Partial<Showable>): Showable => ({
  status: "SCHEDULED",
  qstashId: null,
  orphanReason: null,
  isHeld: false,
  ...changes,
});

describe("what people see", () => {
  it("a scheduled tweet is Pending until it is armed, then Queued", () => {
    expect(shownState(showable({}))).toBe("pending");
    expect(shownState(showable({ qstashId: "msg_1" }))).toBe("queued");
  });

  it("a scheduled tweet that is held is On hold, armed or not", () => {
    expect(shownState(showable({ isHeld: true }))).toBe("onHold");
    expect(shownState(showable({ isHeld: true, qstashId: "msg_1" }))).toBe("onHold");
  });

  it("a draft that lost its message is Unscheduled, any other a Draft", () => {
    expect(shownState(showable({ status: "DRAFT" }))).toBe("draft");
    expect(shownState(showable({ status: "DRAFT", orphanReason: "REMOVED" }))).toBe("unscheduled");
    expect(shownState(showable({ status: "DRAFT", orphanReason: "MISSING" }))).toBe("unscheduled");
  });

  const others: [TweetStatus, ShownState][] = [
    ["PUBLISHING", "posting"],
    ["PUBLISHED", "posted"],
    ["FAILED", "failed"],
    ["UNCONFIRMED", "checkNeeded"],
    ["CANCELLED", "cancelled"],
  ];
  it.each(others)("%s is shown as %s, whatever else is stored and held", (status, state) => {
    expect(shownState(showable({ status }))).toBe(state);
    expect(shownState(showable({ status, isHeld: true, orphanReason: "REMOVED" }))).toBe(state);
  });

  it("an old reason never shows on a tweet that is scheduled again", () => {
    expect(shownState(showable({ qstashId: "msg_2", orphanReason: "REMOVED" }))).toBe("queued");
  });
});
