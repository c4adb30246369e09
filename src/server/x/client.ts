// twitter-api-v2 as Roost uses it: always with a time-out, and able to talk to a stand-in for X.
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import { type ITwitterApiClientPlugin, TwitterApi } from "twitter-api-v2";
import { plainAnswers } from "./plain-answers";

export type XApp = {
  /** Without a trailing slash: https://api.x.com */
  apiBaseUrl: string;
  clientId: string;
  clientSecret: string;
};

/** One call's connection to X. */
export type XConnection = {
  /** A connection stood, so X may have seen the call. While false it surely has not. */
  isMade: () => boolean;
  /** Ends it: nothing more reaches X. */
  cut: () => void;
};

export type XClient = { client: TwitterApi; connection: XConnection };

/** A client for one call of one account. @param timeoutMs the library itself has none. */
export function userClient(app: XApp, accessToken: string, timeoutMs: number): XClient {
  const { settings, connection } = connect(app, timeoutMs);
  return { client: new TwitterApi(accessToken, settings), connection };
}

/** A client for one call of the app: it refreshes tokens. */
export function appClient(app: XApp, timeoutMs: number): XClient {
  const { settings, connection } = connect(app, timeoutMs);
  const { clientId, clientSecret } = app;
  return { client: new TwitterApi({ clientId, clientSecret }, settings), connection };
}

function connect(app: XApp, timeoutMs: number) {
  const base = app.apiBaseUrl.replace(/\/$/, "");
  const plugin: ITwitterApiClientPlugin = {
    onBeforeRequestConfig: ({ params }) => {
      params.url = params.url.replace(/^https:\/\/(api|upload)\.x\.com/, base);
      params.timeout = timeoutMs;
    },
  };
  const isPlain = base.startsWith("http:");
  // A socket is never used twice: one that X closed meanwhile would leave a post's outcome in doubt.
  const httpAgent = isPlain ? new HttpAgent({ keepAlive: false }) : new HttpsAgent({ keepAlive: false });
  let isMade = false;
  const createConnection = httpAgent.createConnection.bind(httpAgent);
  httpAgent.createConnection = (...args: Parameters<typeof createConnection>) => {
    const socket = createConnection(...args) as Duplex;
    socket.once(isPlain ? "connect" : "secureConnect", () => {
      isMade = true;
    });
    return socket;
  };
  const connection: XConnection = { isMade: () => isMade, cut: () => httpAgent.destroy() };
  return { settings: { plugins: [plugin, plainAnswers], httpAgent }, connection };
}
