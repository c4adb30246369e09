import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "~/server/routers/app-router";

export type HttpAnswer = { status: number; body: string };

type Route = { GET: (request: Request) => Promise<Response>; POST: (request: Request) => Promise<Response> };

/**
 * The studio's own client, wired to the route's handlers; `answers` keeps each answer as it came over the wire.
 * @param headers that each request carries, asked for at each.
 */
export function clientOf(route: Route, headers: () => Record<string, string> = () => ({})) {
  const answers: HttpAnswer[] = [];
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "http://localhost/api/trpc",
        transformer: superjson,
        headers,
        fetch: async (url, init) => {
          const request = new Request(url as string, init as RequestInit);
          const response = await (request.method === "GET" ? route.GET(request) : route.POST(request));
          answers.push({ status: response.status, body: await response.clone().text() });
          return response;
        },
      }),
    ],
  });
  return { client, answers };
}
