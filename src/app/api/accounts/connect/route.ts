// Says that the sign-in which follows adds an account to the signed-in person's own, or that it does not.
import { cookies } from "next/headers";
import { connectCookie, readAskedAccount, writeBegun } from "~/server/accounts/begun-connection";
import { getSignedInUser } from "~/server/auth";
import { getEnv } from "~/server/env";
import { isOwnOrigin, refuseOtherSite } from "~/server/own-origin";

const minutes = 10;

export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  const user = await getSignedInUser();
  if (!user) return Response.json({ message: "Sign in first." }, { status: 401 });
  const jar = await cookies();
  const secure = getEnv().NEXTAUTH_URL.startsWith("https:");
  const accountId = readAskedAccount(await request.json().catch(() => null));
  jar.set(connectCookie, writeBegun({ userId: user.userId, accountId }), {
    httpOnly: true,
    secure,
    sameSite: "lax",
    path: "/",
    maxAge: minutes * 60,
  });
  return new Response(null, { status: 204 });
}

/** Before a plain sign-in and at sign-out: a connection that was begun and left must not take the next account. */
export async function DELETE(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  (await cookies()).delete(connectCookie);
  return new Response(null, { status: 204 });
}
