import { describe, expect, test } from "vitest";
import { quote } from "~/domain/quote";

describe("what others said, when it is kept", () => {
  test.each([
    ["a bearer token", "Bearer abc.def-123 is not valid", "[hidden] is not valid"],
    ["a signing key", "signed with sig_test_current", "signed with [hidden]"],
    ["a JSON web token", "got eyJhbGciOiJIUzI1NiJ9.e30.abc-_ here", "got [hidden] here"],
    [
      "a name and a password in an address",
      "postgres://roost:p@ss@db:5432 is down",
      "postgres://[hidden]@db:5432 is down",
    ],
    [
      "a password with a slash that nobody escaped",
      "postgres://roost:p/w@db:5432 is down",
      "postgres://[hidden]@db:5432 is down",
    ],
    ["what only a machine reads", `token ${"aB3".repeat(20)}= refused`, "token [hidden] refused"],
  ])("does not show %s", (_, words, shown) => {
    expect(quote(words, 200)).toBe(shown);
  });

  test("does not show a text of the person's own, and says that it was theirs, however often it is echoed", () => {
    expect(quote("my plan: my plan!", 200, ["my plan", " "])).toBe("[your text]: [your text]!");
    expect(quote('text "a+b (c)? [d]" is bad', 200, ["a+b (c)? [d]"])).toBe('text "[your text]" is bad');
  });

  test("tells a secret from a text of the person's own", () => {
    expect(quote("my plan: Bearer abc.def-123", 200, ["my plan"])).toBe("[your text]: [hidden]");
  });

  test("is not torn where a text is a part of other words, or a word that anybody says", () => {
    const words = "You are not allowed to post. Plans are planned.";
    expect(quote(words, 200, ["a", "you", "plan", "ed."])).toBe(words);
  });

  test("keeps ordinary words, however X writes them", () => {
    for (const words of [
      "You are not allowed to create a Tweet with duplicate content. (status 403, code 187)",
      "http://localhost:4001/@mira shows no such post",
    ])
      expect(quote(words, 200)).toBe(words);
  });

  test("is one line, of the length that was asked for, and can be stored", () => {
    expect(quote("  one\n two\t\0three 💥💥 ", 200)).toBe("one two three 💥💥");
    expect(quote("word ".repeat(99), 20)).toBe("word word word word ");
    expect(quote("1234💥", 5)).toBe("1234");
  });
});
