// "Whatever goes wrong, nothing is left behind": also where the store fails two uploads of the same bytes at once.
import { expect, test, vi } from "vitest";
import { receiveUpload } from "~/server/media/receive-upload";
import { png } from "../support/media-files";
import { refusalOf } from "../support/refusal";
import { uploadsOfMira } from "../support/upload-routes";
import { waitFor } from "../support/wait-for";

vi.mock("~/server/auth", () => import("../support/signed-in"));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);

const { h, mira, rows } = uploadsOfMira();

test("of two uploads of the same bytes at once, both of which the store fails, no row is left", async () => {
  const bytes = png(40, 30, "both fail");
  let atStore = 0;
  const put = async () => {
    atStore += 1;
    await waitFor(() => atStore === 2);
    throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
  };
  const upload = () => {
    const body = (async function* () {
      yield bytes;
    })();
    const roost = { ...h.roost, media: { ...h.roost.media, put } };
    return refusalOf(receiveUpload(roost, { userId: mira.userId, body, announcedBytes: bytes.length }));
  };
  const refusals = await Promise.all([upload(), upload()]);
  expect(refusals.map(({ code }) => code)).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
  expect(await rows()).toEqual([]);
});
