import NextAuth from "next-auth";
import { policy } from "~/domain/policy";
import { authOptions } from "~/server/auth";
import { boundedRequest, refuseTooLong } from "~/server/bounded-request";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  const bounded = await boundedRequest(request, policy.request.maxAuthBytes);
  if (!bounded) return refuseTooLong("This is far longer than any sign-in; nothing was done.");
  return NextAuth(bounded as never, context as never, authOptions());
}

export { handle as GET, handle as POST };
