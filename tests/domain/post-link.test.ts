import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePostLink, postTimeMs } from "~/domain/post-link";

const webUrl = "https://x.com";
const parse = (link: string) => parsePostLink(link, webUrl);

describe("a post's link", () => {
  it.each([
    "https://x.com/mira_1/status/1234567890123456789",
    "http://x.com/mira_1/status/1234567890123456789",
    "https://twitter.com/mira_1/status/1234567890123456789",
    "https://www.twitter.com/mira_1/status/1234567890123456789/",
    "https://mobile.x.com/mira_1/status/1234567890123456789?s=20",
    "https://X.com/mira_1/status/1234567890123456789/photo/1",
    "  https://x.com/mira_1/status/1234567890123456789#m \n",
  ])("%s names the post", (link) => {
    expect(parse(link)).toEqual({ xId: "1234567890123456789" });
  });

  it("may leave the account out", () => {
    expect(parse("https://x.com/i/status/42")).toEqual({ xId: "42" });
    expect(parse("https://x.com/i/web/status/42")).toEqual({ xId: "42" });
  });

  it("may be a stand-in's, where Roost uses one, and only that one's", () => {
    const standIn = "http://127.0.0.1:8090";
    expect(parsePostLink(`${standIn}/mira/status/42`, standIn)).toEqual({ xId: "42" });
    expect(parse(`${standIn}/mira/status/42`)).toBeNull();
  });

  it.each([
    "",
    "1234567890",
    "x.com/mira/status/42",
    "https://x.com/mira",
    "https://x.com/mira/status/",
    "https://x.com/mira/status/4x2",
    "https://x.com/mira/status/12345678901234567890",
    "https://x.com/a_name_that_is_too_long/status/42",
    "https://example.com/mira/status/42",
    "https://notx.com/mira/status/42",
    "https://x.com.example.com/mira/status/42",
    "ftp://x.com/mira/status/42",
  ])("%s names none", (link) => {
    expect(parse(link)).toBeNull();
  });

  it("is read without an error, whatever is pasted", () => {
    fc.assert(
      fc.property(fc.string(), (link) => {
        expect(parse(link)).toBeNull();
      }),
    );
  });
});

describe("a post's id", () => {
  it("tells when X made it", () => {
    // https://docs.x.com/x-api/fundamentals/x-ids: 1212092628029698048 was posted on 2019-12-31.
    expect(new Date(postTimeMs("1212092628029698048")).toISOString()).toMatch(/^2019-12-31T19:26:16/);
  });

  it("of the days before that counts as of then", () => {
    expect(new Date(postTimeMs("20")).toISOString()).toMatch(/^2010-11-04/);
  });
});
