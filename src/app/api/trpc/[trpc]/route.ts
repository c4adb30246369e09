import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getSignedInUser } from "~/server/auth";
import { getRoost } from "~/server/roost";
import { appRouter } from "~/server/routers/app-router";

async function handle(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => ({ roost: getRoost(), userId: (await getSignedInUser())?.userId ?? null }),
  });
}

export { handle as GET, handle as POST };
