import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSecretBox } from "~/server/secret-box";

const key = () => randomBytes(32).toString("base64");
const context = "account-1:access";
const secret = "an access token, with “quotes” and 🐓";

const first = `k1:${key()}`;
const box = createSecretBox(first);

/** Another first character in one of the four fields of a box. */
function alter(sealed: string, field: number): string {
  const fields = sealed.split(".");
  const [head = "", ...rest] = [...(fields[field] ?? "")];
  fields[field] = [head === "A" ? "B" : "A", ...rest].join("");
  return fields.join(".");
}

describe("a sealed secret", () => {
  it("opens to what was sealed, whatever its length and letters", () => {
    for (const text of [secret, "", "a", "x".repeat(10_000)]) {
      expect(box.open(box.seal(text, context), context)).toBe(text);
    }
  });

  it("shows nothing of the secret or the key", () => {
    const sealed = box.seal(secret, context);
    const bytes = sealed.split(".").map((field) => Buffer.from(field, "base64url").toString("utf8"));
    for (const part of [sealed, ...bytes]) expect(part).not.toContain("access token");
    expect(sealed).not.toContain(first.slice(3));
  });

  it("has the nonce and the seal in the lengths that GCM is made for", () => {
    const [, iv = "", , tag = ""] = box.seal(secret, context).split(".");
    expect(Buffer.from(iv, "base64url")).toHaveLength(12);
    expect(Buffer.from(tag, "base64url")).toHaveLength(16);
  });

  it("is another each time, so that two equal secrets cannot be told from their boxes", () => {
    const sealed = Array.from({ length: 50 }, () => box.seal(secret, context));
    expect(new Set(sealed).size).toBe(sealed.length);
    expect(new Set(sealed.map((one) => one.split(".")[1])).size).toBe(sealed.length);
  });

  it("does not open in another context, so a box moved to another row is of no use", () => {
    const sealed = box.seal(secret, context);
    for (const other of ["account-2:access", "account-1:refresh", "", `${context} `]) {
      expect(() => box.open(sealed, other)).toThrow();
    }
  });

  it.each([
    ["nonce", 1],
    ["secret", 2],
    ["seal", 3],
  ])("does not open when its %s was altered", (_, field) => {
    const sealed = box.seal(secret, context);
    expect(() => box.open(alter(sealed, field), context)).toThrow();
  });

  it.each([4, 8, 12, 15])("does not open with a seal cut to %i bytes", (bytes) => {
    const [name, iv, body, tag = ""] = box.seal(secret, context).split(".");
    const cut = Buffer.from(tag, "base64url").subarray(0, bytes).toString("base64url");
    expect(() => box.open([name, iv, body, cut].join("."), context)).toThrow();
  });

  it("does not open when a part is gone", () => {
    const [name, iv, body, tag] = box.seal(secret, context).split(".");
    for (const cut of [
      `${name}.${iv}.${body}.`,
      `${name}.${iv}..${tag}`,
      `${name}..${body}.${tag}`,
      `${name}`,
    ]) {
      expect(() => box.open(cut, context)).toThrow();
    }
  });
});

describe("keys rotate", () => {
  const second = `k2:${key()}`;
  const rotated = createSecretBox(`${second},${first}`);

  it("what the old key sealed still opens", () => {
    expect(rotated.open(box.seal(secret, context), context)).toBe(secret);
  });

  it("the first key seals from then on", () => {
    const sealed = rotated.seal(secret, context);
    expect(sealed.split(".")[0]).toBe("k2");
    expect(createSecretBox(second).open(sealed, context)).toBe(secret);
    expect(() => box.open(sealed, context)).toThrow();
  });

  it("a key that is gone is named, and neither the box nor any key is shown", () => {
    const sealed = box.seal(secret, context);
    const open = () => createSecretBox(second).open(sealed, context);
    expect(open).toThrow(/the key "k1", which TOKEN_KEYS no longer holds/);
    expect(open).not.toThrow(sealed);
    expect(open).not.toThrow(second.slice(3));
  });

  it("another key of the same name opens nothing", () => {
    expect(() => createSecretBox(`k1:${key()}`).open(box.seal(secret, context), context)).toThrow();
  });
});
