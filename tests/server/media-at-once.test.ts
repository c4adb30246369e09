// The same bytes, uploaded twice at once, where the store fails one of the two.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { MediaView } from "~/server/media/media-view";
import { receiveUpload } from "~/server/media/receive-upload";
import { png } from "../support/media-files";
import { refusalOf } from "../support/refusal";
import { session } from "../support/signed-in";
import { uploadsOfMira } from "../support/upload-routes";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, mira, show, rows } = uploadsOfMira();
let bytes: Buffer;
let count = 0;

beforeEach(() => {
  count += 1;
  bytes = png(40, 30, `at once ${count}`);
});

const uploadOver = (
  put: typeof h.roost.media.put,
  userId = mira.userId,
  clock = h.roost.clock,
): Promise<MediaView> => {
  const body = (async function* () {
    yield bytes;
  })();
  const upload = { userId, body, announcedBytes: bytes.length };
  return receiveUpload({ ...h.roost, clock, media: { ...h.roost.media, put } }, upload);
};

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give, given };
}

/** The first is at the store when the second comes, goes through it, and ends; then the store fails the first. */
async function oneFails(second: () => Promise<MediaView>, clock = h.roost.clock): Promise<MediaView> {
  const arrived = signal();
  const ended = signal();
  const first = refusalOf(
    uploadOver(
      async () => {
        arrived.give();
        await ended.given;
        throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
      },
      mira.userId,
      clock,
    ),
  );
  await arrived.given;
  const kept = await second();
  ended.give();
  expect((await first).code).toBe("UNAVAILABLE");
  return kept;
}

async function expectShown({ id }: MediaView, userId: string) {
  session.userId = userId;
  const answer = await show(id);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
}

describe("of two uploads of the same bytes at once, one of which the store fails", () => {
  it("the other keeps its upload and its file", async () => {
    const kept = await oneFails(() => uploadOver(h.roost.media.put));
    expect(await rows()).toMatchObject([{ id: kept.id }]);
    await expectShown(kept, mira.userId);
  });

  it("the other keeps it though no time has passed between them", async () => {
    const now = await h.clock.now();
    const still = { ...h.clock, now: async () => now };
    const kept = await oneFails(() => uploadOver(h.roost.media.put, mira.userId, still), still);
    await expectShown(kept, mira.userId);
  });

  it("another person's is theirs, whole", async () => {
    const { userId } = await h.signUp(`other_${count}`);
    const kept = await oneFails(() => uploadOver(h.roost.media.put, userId));
    expect(await rows()).toEqual([]);
    await expectShown(kept, userId);
  });

  it("nothing stays where both are failed, and the third is kept", async () => {
    const fail = () => Promise.reject(new Error("EIO"));
    await Promise.all([refusalOf(uploadOver(fail)), refusalOf(uploadOver(fail))]);
    await expectShown(await uploadOver(h.roost.media.put), mira.userId);
    expect(await rows()).toHaveLength(1);
  });
});
