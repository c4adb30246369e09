// The routes for uploads behind a port, for whoever `session` says is signed in.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { GET } from "~/app/api/media/[id]/route";
import { POST } from "~/app/api/media/route";
import type { MediaView } from "~/server/media/media-view";
import { type ServedRoutes, serveRoutes } from "./serve-route";
import { emptiedRoost } from "./shared-roost";
import { session } from "./signed-in";
import { createSlot } from "./slot";

export type Kept = { kept: number; incoming: number };

/** One Roost for all tests of the file, and Mira, who is signed in when each begins. */
export function uploadsOfMira() {
  const { h, mira } = emptiedRoost();
  const { slot: served, fill } = createSlot<ServedRoutes>();
  let close: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const started = await serveRoutes((request, path) =>
      request.method === "POST"
        ? POST(request)
        : GET(request, { params: Promise.resolve({ id: path.split("/").at(-1) ?? "" }) }),
    );
    close = started.close;
    fill(started);
  });
  afterAll(() => close?.());
  beforeEach(() => {
    session.userId = mira.userId;
  });

  const rows = () => h.db.media.findMany({ where: { userId: mira.userId } });
  /** What lies in the folder of uploads: what is kept, and what is on its way in. */
  const files = async (): Promise<Kept> => {
    const found = await readdir(h.env.MEDIA_DIR, { recursive: true, withFileTypes: true });
    const all = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const incoming = all.filter((path) => path.includes("incoming")).length;
    return { kept: all.length - incoming, incoming };
  };
  return {
    h,
    mira,
    served,
    rows,
    files,
    upload: async (body: Uint8Array | AsyncIterable<Uint8Array>, headers: Record<string, string> = {}) => {
      const init = { method: "POST", headers, body, duplex: "half" } as unknown as RequestInit;
      const response = await fetch(`${served.url}/api/media`, init);
      return {
        status: response.status,
        body: (await response.json()) as MediaView & { message?: string },
      };
    },
    show: (id: string, headers: Record<string, string> = {}, method = "GET") =>
      fetch(`${served.url}/api/media/${id}`, { method, headers }),
    /** What an upload leaves behind that was refused: nothing. */
    expectNothingKept: async (before: Kept) => {
      expect(await rows()).toEqual([]);
      expect(await files()).toEqual(before);
    },
  };
}

/** Bytes as they come over a slow line. */
export async function* inChunks(bytes: Uint8Array, count: number): AsyncIterable<Uint8Array> {
  const size = Math.ceil(bytes.length / count);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/**
 * A line that never falls silent, and is as slow as can be: these bytes, then nothing but zeros, one a second. To be read
 * under `onStillClock`.
 */
export async function* byteByByte(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; ; at += 1) {
    vi.advanceTimersByTime(1000);
    yield Buffer.of(bytes[at] ?? 0);
  }
}

/** Stops the clock that an upload is timed by, for as long as this takes. */
export async function onStillClock<T>(read: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    return await read();
  } finally {
    vi.useRealTimers();
  }
}
