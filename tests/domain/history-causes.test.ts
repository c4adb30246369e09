// A story's answer keeps its cause, also once QStash's dead letter has been read, and where an older matter was alike.
import { describe, expect, test } from "vitest";
import { armed, claimed, type story } from "../support/told-story";

const answer = (told: ReturnType<typeof story>) => told.ask()?.answer ?? "";
const deadLetter = { qstashId: "msg_1", status: 503, action: "nothing", words: "" };

describe("why it went out late", () => {
  test("is still told once QStash's dead letter has been found, which is after the sweep has posted it", () => {
    const posted = () =>
      armed().move(2, "claimed", "PUBLISHING", "sweep").move(2, "posted", "PUBLISHED", "sweep");
    expect(answer(posted())).toMatch(/QStash had not delivered its message, so Roost's own check took it/);
    const found = posted().flight(5, "dead letter", deadLetter, "sweep");
    expect(answer(found)).toMatch(
      /QStash had not delivered|QStash gave its message up|Roost had answered 503/,
    );
  });

  test("is told where the message was let go of because it was dead, and the letter found later", () => {
    const told = armed()
      .move(1, "disarmed", "SCHEDULED", "page", { because: "DEAD" })
      .move(2, "claimed", "PUBLISHING", "sweep")
      .move(2, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toMatch(/QStash had given its message up/);
    expect(answer(told.flight(5, "dead letter", deadLetter, "sweep"))).toMatch(
      /QStash (had given|gave) its message up/,
    );
  });

  test("is told where another plan of it had met the same hold before", () => {
    const hold = { scope: "app", reason: "noCredits", until: null, words: "No credits." };
    const delivered = { qstashId: "msg_2", retried: 0, answer: "handled", said: "on hold: noCredits" };
    const told = armed()
      .flight(-600, "held", hold)
      .flight(0, "delivered", delivered)
      .move(20, "claimed", "PUBLISHING", "sweep")
      .move(20, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toMatch(/hold|credits/i);
  });

  test("is told where a sign-in had failed in the same words before", () => {
    const words = "Value passed for the token was invalid.";
    const told = claimed()
      .flight(-600, "held", { scope: "account", reason: "reconnect", until: null, words })
      .flight(0, "sign-in", { result: "later", words })
      .move(20, "posted", "PUBLISHED", "sweep");
    expect(answer(told)).toContain(words);
  });
});
