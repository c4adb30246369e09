import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { policy } from "~/domain/policy";
import { getSignedInUser } from "~/server/auth";
import { boundedRequest, refuseTooLong } from "~/server/bounded-request";
import { isOwnOrigin, refuseOtherSite } from "~/server/own-origin";
import { pageOf } from "~/server/require-person";
import { getRoost } from "~/server/roost";
import { appRouter } from "~/server/routers/app-router";

/** The studio asks for a few things at once, never for hundreds. */
const maxBatchSize = 20;

async function handle(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refuseOtherSite();
  const bounded = await boundedRequest(request, policy.request.maxTrpcBytes);
  if (!bounded) return refuseTooLong("This is far more than Roost takes at a time; nothing was done.");
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: bounded,
    router: appRouter,
    maxBatchSize,
    createContext: async () => ({
      roost: getRoost(),
      userId: (await getSignedInUser())?.userId ?? null,
      pageOf: pageOf(request),
    }),
  });
}

export { handle as GET, handle as POST };
