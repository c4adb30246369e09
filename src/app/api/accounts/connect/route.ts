// Says that the sign-in which follows adds an account to the signed-in person's own, or that it does not.
import { cookies } from "next/headers";
import { policy } from "~/domain/policy";
import { connectCookie, readAskedAccount, writeBegun } from "~/server/accounts/begun-connection";
import { answerError } from "~/server/answer-error";
import { boundedRequest, refuseTooLong } from "~/server/bounded-request";
import { getEnv } from "~/server/env";
import { isOwnOrigin, refuseOtherSite } from "~/server/own-origin";
import { requirePagePerson } from "~/server/page-person";
import { getRoost } from "~/server/roost";

/** Longer than next-auth takes an answer from X (15): one that nobody knows the wish of would be a plain sign-in. */
const minutes = 20;

export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  const bounded = await boundedRequest(request, policy.request.maxAuthBytes);
  if (!bounded) return refuseTooLong("This is far more than names an account; nothing was started.");
  try {
    const user = await requirePagePerson(request);
    const jar = await cookies();
    const secure = getEnv().NEXTAUTH_URL.startsWith("https:");
    const accountId = readAskedAccount(await bounded.json().catch(() => null));
    jar.set(connectCookie, writeBegun({ userId: user.userId, accountId }), {
      httpOnly: true,
      secure,
      sameSite: "lax",
      path: "/",
      maxAge: minutes * 60,
    });
    return new Response(null, { status: 204 });
  } catch (error) {
    return answerError(getRoost().log, "/api/accounts/connect", error);
  }
}

/** Before a plain sign-in and at sign-out: a connection that was begun and left must not take the next account. */
export async function DELETE(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  (await cookies()).delete(connectCookie);
  return new Response(null, { status: 204 });
}
