import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getSignedInUser } from "~/server/auth";
import { isOwnOrigin, refuseOtherSite } from "~/server/own-origin";
import { getRoost } from "~/server/roost";
import { appRouter } from "~/server/routers/app-router";

/** The studio asks for a few things at once, never for hundreds. */
const maxBatchSize = 20;

async function handle(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    maxBatchSize,
    createContext: async () => ({ roost: getRoost(), userId: (await getSignedInUser())?.userId ?? null }),
  });
}

export { handle as GET, handle as POST };
