import { describe, expect, it } from "vitest";
import { byDay } from "~/components/notices/by-day";
import { unreadMark } from "~/components/notices/unread-mark";

const zone = "Europe/Berlin";
const now = new Date("2026-11-22T13:00:00Z");

describe("what people are told", () => {
  it("stands under the day that it is in their zone, in the order in which it came", () => {
    const at = (iso: string) => ({ at: new Date(iso) });
    const items = [at("2026-11-22T12:00:00Z"), at("2026-11-21T23:30:00Z"), at("2026-11-21T22:30:00Z")];
    expect(byDay(items, now, zone)).toEqual([
      { key: "2026-11-22", title: "Today, Sunday 22 November", items: items.slice(0, 2) },
      { key: "2026-11-21", title: "Yesterday, Saturday 21 November", items: items.slice(2) },
    ]);
    expect(byDay([], now, zone)).toEqual([]);
  });

  it("is counted on the bell, up to where counting ends", () => {
    expect(unreadMark({ count: 0, isMore: false })).toBe("");
    expect(unreadMark({ count: 3, isMore: false })).toBe("3");
    expect(unreadMark({ count: 100, isMore: true })).toBe("100+");
  });
});
