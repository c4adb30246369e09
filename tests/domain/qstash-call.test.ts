import { describe, expect, it } from "vitest";
import { callQStash } from "~/server/qstash/call";

const token = "eyJVc2VySUQiOiJzZWNyZXQiLCJQYXNzd29yZCI6InNlY3JldCJ9";
const refusal = (message: string) => Object.assign(new Error(message), { status: 401 });

describe("what QStash says of a failed call", () => {
  it("is kept without the token that it may echo", async () => {
    const answer = await callQStash(1000, () => Promise.reject(refusal(`invalid token Bearer ${token}`)));
    expect(answer).toMatchObject({ ok: false, why: "unauthorized", detail: "invalid token [hidden]" });
  });

  it("is kept short, and as the database can keep it", async () => {
    const answer = await callQStash(1000, () => Promise.reject(refusal(`a\0b ${"word ".repeat(1000)}`)));
    expect(answer).toMatchObject({ detail: expect.stringMatching(/^ab word/) });
    expect("detail" in answer && answer.detail.length).toBeLessThanOrEqual(300);
  });
});
