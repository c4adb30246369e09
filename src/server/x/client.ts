// twitter-api-v2 as Roost uses it: always with a time-out, and able to talk to a stand-in for X.
import { type ITwitterApiClientPlugin, TwitterApi } from "twitter-api-v2";
import { connectionTo, type XConnection } from "./connection";
import { plainAnswers } from "./plain-answers";

export type XApp = {
  /** Without a trailing slash: https://api.x.com */
  apiBaseUrl: string;
  clientId: string;
  clientSecret: string;
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
  const { httpAgent, connection } = connectionTo(base);
  return { settings: { plugins: [plugin, plainAnswers], httpAgent }, connection };
}
