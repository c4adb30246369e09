// Says that the sign-in which follows adds an account to the signed-in person's own.
import { cookies } from "next/headers";
import { connectCookie, getSignedInUser } from "~/server/auth";
import { getEnv } from "~/server/env";

const minutes = 10;

export async function POST(): Promise<Response> {
  if (!(await getSignedInUser())) return Response.json({ message: "Sign in first." }, { status: 401 });
  const jar = await cookies();
  const secure = getEnv().NEXTAUTH_URL.startsWith("https:");
  jar.set(connectCookie, "1", { httpOnly: true, secure, sameSite: "lax", path: "/", maxAge: minutes * 60 });
  return new Response(null, { status: 204 });
}
