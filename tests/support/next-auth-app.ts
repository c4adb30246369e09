import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type Account, type AuthOptions } from "next-auth";
import TwitterProvider from "next-auth/providers/twitter";
import { freePort } from "./free-port";

/**
 * An app with the real next-auth 4 behind a real port, signing in with X at `xUrl`. `accounts` collects what
 * next-auth tells its signIn event.
 */
export async function startNextAuthApp(options: { xUrl: string; clientId: string; clientSecret: string }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const previousUrl = process.env.NEXTAUTH_URL;
  process.env.NEXTAUTH_URL = url;
  const accounts: Account[] = [];
  const authOptions: AuthOptions = {
    secret: "a secret for tests only",
    session: { strategy: "jwt" },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
    providers: [
      TwitterProvider({
        clientId: options.clientId,
        clientSecret: options.clientSecret,
        version: "2.0",
        authorization: {
          url: `${options.xUrl}/i/oauth2/authorize`,
          params: { scope: "tweet.read tweet.write users.read media.write offline.access" },
        },
        token: { url: `${options.xUrl}/2/oauth2/token` },
        userinfo: { url: `${options.xUrl}/2/users/me` },
      }),
    ],
    events: {
      signIn: ({ account }) => {
        if (account) accounts.push(account);
      },
    },
  };
  const server = createServer((request, response) => {
    readBody(request).then((body) =>
      NextAuth(toApiRequest(request, url, body), toApiResponse(response), authOptions),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url,
    accounts,
    close: async () => {
      if (previousUrl === undefined) delete process.env.NEXTAUTH_URL;
      else process.env.NEXTAUTH_URL = previousUrl;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

// What Next gives an API route at /api/auth/[...nextauth].
function toApiRequest(request: IncomingMessage, base: string, body: string): NextApiRequest {
  const url = new URL(request.url ?? "/", base);
  const cookies = (request.headers.cookie ?? "").split("; ").filter(Boolean);
  return Object.assign(request, {
    query: {
      ...Object.fromEntries(url.searchParams),
      nextauth: url.pathname.replace("/api/auth/", "").split("/"),
    },
    cookies: Object.fromEntries(
      cookies.map((cookie) => [
        cookie.split("=")[0],
        decodeURIComponent(cookie.slice(cookie.indexOf("=") + 1)),
      ]),
    ),
    body: Object.fromEntries(new URLSearchParams(body)),
  }) as unknown as NextApiRequest;
}

function toApiResponse(response: ServerResponse): NextApiResponse {
  const extended = Object.assign(response, {
    status: (status: number) => {
      response.statusCode = status;
      return extended;
    },
    json: (value: unknown) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(value)),
    send: (value: unknown) => response.end(typeof value === "string" ? value : JSON.stringify(value)),
  });
  return extended as unknown as NextApiResponse;
}
