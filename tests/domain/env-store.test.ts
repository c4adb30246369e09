import { describe, expect, it } from "vitest";
import { readEnv } from "~/server/env";
import { goodEnv, refusalOf } from "./env-cases";

const bucket = {
  S3_BUCKET: "uploads",
  S3_ENDPOINT: "https://s3.example",
  S3_ACCESS_KEY_ID: "key-of-the-test",
  S3_SECRET_ACCESS_KEY: "secret-of-the-test",
};
const local = {
  NEXTAUTH_URL: "http://localhost:3000",
  QSTASH_URL: "http://127.0.0.1:8080",
  X_API_BASE_URL: "http://127.0.0.1:8090",
  X_AUTHORIZE_URL: "http://127.0.0.1:8090/i/oauth2/authorize",
  ROOST_SANDBOX: "1",
};

describe("where uploads are kept", () => {
  it("is a folder, unless a bucket is named", () => {
    expect(readEnv(goodEnv)).toMatchObject({ S3_BUCKET: "", MEDIA_DIR: ".data/media" });
    expect(readEnv({ ...goodEnv, ...bucket })).toMatchObject(bucket);
  });

  it("may be Amazon's own store, which has no address to be named", () => {
    expect(readEnv({ ...goodEnv, ...bucket, S3_ENDPOINT: "" }).S3_BUCKET).toBe("uploads");
  });

  it.each(["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"])("a bucket without %s stops the start", (name) => {
    const refusal = refusalOf({ ...goodEnv, ...bucket, [name]: "" });
    expect(refusal).toContain(`${name} is missing`);
    expect(refusal).not.toMatch(/of-the-test|uploads/);
  });

  it.each(["S3_ENDPOINT", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const)(
    "%s without a bucket stops the start, for files would quietly go to a folder",
    (name) => {
      const refusal = refusalOf({ ...goodEnv, [name]: bucket[name] });
      expect(refusal).toContain(`${name} is set, and S3_BUCKET is missing`);
      expect(refusal).not.toContain(bucket[name]);
    },
  );

  it("is on this machine with ROOST_SANDBOX=1, and may be without", () => {
    const minio = { ...bucket, S3_ENDPOINT: "http://127.0.0.1:9000" };
    expect(readEnv({ ...goodEnv, ...local, ...minio }).S3_ENDPOINT).toBe(minio.S3_ENDPOINT);
    expect(readEnv({ ...goodEnv, ...minio }).S3_ENDPOINT).toBe(minio.S3_ENDPOINT);
    for (const S3_ENDPOINT of [bucket.S3_ENDPOINT, ""]) {
      expect(refusalOf({ ...goodEnv, ...local, ...bucket, S3_ENDPOINT })).toContain("S3_ENDPOINT is not");
    }
  });
});
