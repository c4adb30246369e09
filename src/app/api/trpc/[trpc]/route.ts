import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getSignedInUser } from "~/server/auth";
import { getEnv } from "~/server/env";
import { getRoost } from "~/server/roost";
import { appRouter } from "~/server/routers/app-router";

/** The studio asks for a few things at once, never for hundreds. */
const maxBatchSize = 20;

async function handle(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) {
    return Response.json(
      { message: "This request comes from another site, so nothing was done." },
      { status: 403 },
    );
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    maxBatchSize,
    createContext: async () => ({ roost: getRoost(), userId: (await getSignedInUser())?.userId ?? null }),
  });
}

/** A browser names the page that asks; a tool outside a browser names none. */
function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  return origin === null || origin === new URL(getEnv().NEXTAUTH_URL).origin;
}

export { handle as GET, handle as POST };
