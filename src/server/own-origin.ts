import { getEnv } from "./env";

/** Whether a request comes from a page of ours. A browser names the page that asks; a tool outside a browser names none. */
export function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  return origin === null || origin === new URL(getEnv().NEXTAUTH_URL).origin;
}

/** What another site's page is answered. */
export function refuseOtherSite(): Response {
  return Response.json(
    { message: "This request comes from another site, so nothing was done." },
    { status: 403, headers: { Connection: "close" } },
  );
}
