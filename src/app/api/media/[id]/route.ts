// An upload's bytes, for its owner alone: every time, so that nothing of theirs shows after they have signed out.
import type { Readable } from "node:stream";
import { answerError } from "~/server/answer-error";
import { getSignedInUser } from "~/server/auth";
import { openOwnMedia } from "~/server/media/open-own-media";
import { readRange } from "~/server/media/read-range";
import { getRoost } from "~/server/roost";

type Context = { params: Promise<{ id: string }> };

/** Answers HEAD too: Next.js hands it in here. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const user = await getSignedInUser();
  if (!user) return Response.json({ message: "Sign in first." }, { status: 401 });
  const roost = getRoost();
  try {
    const { media, open } = await openOwnMedia(roost, user.userId, (await params).id);
    const etag = `"${media.sha256}"`;
    const headers = {
      "Content-Type": media.mimeType,
      "Content-Disposition": `inline; filename="roost-${media.id.slice(0, 8)}.${media.mimeType.split("/")[1]}"`,
      "Cache-Control": "private, no-cache",
      ETag: etag,
      "Accept-Ranges": "bytes",
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
    };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    const range = readRange(request.headers.get("range"), media.bytes);
    if (range === "unsatisfiable") {
      return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${media.bytes}` } });
    }
    const length = range ? range.end - range.start + 1 : media.bytes;
    const sized = {
      ...headers,
      "Content-Length": String(length),
      ...(range ? { "Content-Range": `bytes ${range.start}-${range.end}/${media.bytes}` } : {}),
    };
    const status = range ? 206 : 200;
    if (request.method === "HEAD") return new Response(null, { status, headers: sized });
    return new Response(toWeb(await open(range ?? undefined)), { status, headers: sized });
  } catch (error) {
    return answerError(roost.log, "/api/media/[id]", error);
  }
}

/** Chunk by chunk as it is taken; whoever leaves lets go of the file. */
function toWeb(file: Readable): ReadableStream<Uint8Array> {
  const chunks = file[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(new Uint8Array(value));
      },
      cancel: () => void file.destroy(),
    },
    { highWaterMark: 0 },
  );
}
