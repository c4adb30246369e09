import { expect, test } from "vitest";
import { noticesAt } from "~/components/ui/notices-at";
import { aTweet } from "../support/studio-fixtures";

test("a notice lies over no button of what stands over the page", () => {
  expect(noticesAt(null)).toBe("bottom-center");
  expect(noticesAt({ kind: "menu", tweet: aTweet(), anchor: {} as HTMLElement })).toBe("bottom-center");
  for (const kind of ["detail", "edit", "history"] as const)
    expect(noticesAt({ kind, tweet: aTweet() })).toBe("top-center");
});
