// Where people upload: the file's bytes are the body, as they are. Answers what the studio needs to show it.
import { answerError } from "~/server/answer-error";
import { receiveUpload } from "~/server/media/receive-upload";
import { isOwnOrigin, refuseOtherSite } from "~/server/own-origin";
import { requirePagePerson } from "~/server/page-person";
import { getRoost } from "~/server/roost";

/** What was not read to its end is not waited for. */
const unread = { Connection: "close" };

export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  const roost = getRoost();
  try {
    const user = await requirePagePerson(request);
    const media = await receiveUpload(roost, {
      userId: user.userId,
      body: request.body ?? nothing(),
      announcedBytes: announcedBytes(request),
    });
    return Response.json(media, { status: 201 });
  } catch (error) {
    return answerError(roost.log, "/api/media", error, unread);
  }
}

function announcedBytes(request: Request): number | null {
  const header = request.headers.get("content-length");
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

async function* nothing(): AsyncIterable<Uint8Array> {}
