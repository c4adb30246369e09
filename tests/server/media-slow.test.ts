// Somebody who uploads as slowly as can be, as often as can be at once: what that takes from others, and from themselves.
import { type ClientRequest, request } from "node:http";
import { afterEach, expect, it, vi } from "vitest";
import { policy } from "~/domain/policy";
import { receiveUpload } from "~/server/media/receive-upload";
import { png } from "../support/media-files";
import { refusalOf } from "../support/refusal";
import { session } from "../support/signed-in";
import { byteByByte, onStillClock, uploadsOfMira } from "../support/upload-routes";
import { waitFor } from "../support/wait-for";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, mira, served, files, upload } = uploadsOfMira();
const { uploadsAtOnce } = policy.media;
const begun: ClientRequest[] = [];

afterEach(() => {
  for (const call of begun.splice(0)) call.destroy();
});

type Heard = { status: number | undefined; body: string };

/** Announces a film and sends its first bytes. What is heard of it goes to the list. */
function beginSlowly(heard: Heard[]): void {
  const { hostname, port } = new URL(served.url);
  const headers = { "Content-Length": 100_000_000 };
  const call = request({ hostname, port, path: "/api/media", method: "POST", headers }, (response) => {
    const answer = { status: response.statusCode, body: "" };
    response.on("data", (chunk) => (answer.body += String(chunk)));
    response.on("end", () => heard.push(answer));
  });
  call.on("error", () => undefined);
  call.write(png().subarray(0, 20));
  begun.push(call);
}

it("ten slow uploads of one person take none of another's places, and no more than their own", async () => {
  const before = await files();
  const heard: Heard[] = [];
  session.userId = (await h.signUp("slow_tom")).userId;
  for (let count = 0; count < 10; count += 1) beginSlowly(heard);
  await waitFor(() => heard.length === 10 - uploadsAtOnce);
  expect(heard).toEqual(
    heard.map(() => ({ status: 409, body: expect.stringMatching(/Wait until one has ended/) })),
  );
  await waitFor(async () => (await files()).incoming === before.incoming + uploadsAtOnce);
  session.userId = mira.userId;
  for (const seed of ["one", "two", "three"]) expect((await upload(png(40, 30, seed))).status).toBe(201);
});

it("whose pace is too slow gives its place back, with a clear word, to the same person's next", async () => {
  const words = /^Less than 64 KB of this file came in 30 seconds, .* Upload it again over a faster line\.$/;
  for (let count = 0; count <= uploadsAtOnce; count += 1) {
    const slowly = { userId: mira.userId, body: byteByByte(png(40, 30, "slow")), announcedBytes: null };
    const { message } = await onStillClock(() => refusalOf(receiveUpload(h.roost, slowly)));
    expect(message).toMatch(words);
  }
  expect((await upload(png(40, 30, "next"))).status).toBe(201);
});
