// A tweet's story as a file, for its owner alone. README says what stands in it.
import { z } from "zod";
import { answerError } from "~/server/answer-error";
import { AppError } from "~/server/app-error";
import { getSignedInUser } from "~/server/auth";
import { isOwnOrigin, refuseOtherSite } from "~/server/own-origin";
import { getRoost } from "~/server/roost";
import { exportHistory } from "~/server/tweets/export-history";

type Context = { params: Promise<{ id: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  const user = await getSignedInUser();
  if (!user) return Response.json({ message: "Sign in first." }, { status: 401 });
  const roost = getRoost();
  try {
    const id = z.uuid().safeParse((await params).id).data;
    if (!id) throw new AppError("NOT_FOUND", "There is no such tweet, so it has no history.");
    const story = await exportHistory(roost, { userId: user.userId, id });
    return new Response(`${JSON.stringify(story, null, 2)}\n`, {
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": `attachment; filename="roost-history-${id}.json"`,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      },
    });
  } catch (error) {
    return answerError(roost.log, "/api/tweets/[id]/history", error);
  }
}
