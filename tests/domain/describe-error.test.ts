import { describe, expect, it } from "vitest";
import { describeError } from "~/server/log";

describe("an error in the log", () => {
  it("is its last line: Prisma's lines before it hold the query and its values", () => {
    const error = new Error(
      '\nInvalid `tweet.create()` invocation:\n{ text: "a secret" }\n\nThe column is gone.',
    );
    expect(describeError(error)).toEqual({ type: "Error", message: "The column is gone." });
  });

  it("tells its reason also where a library made a plain object of it", () => {
    const thing = { name: "OAuthCallbackError", message: "unauthorized_client", stack: "at /somewhere" };
    expect(describeError(thing)).toEqual({ type: "OAuthCallbackError", message: "unauthorized_client" });
  });

  it("names what else was thrown", () => {
    expect(describeError("no")).toEqual({ type: "string", message: "no" });
    expect(describeError(null)).toEqual({ type: "object", message: "null" });
  });
});
