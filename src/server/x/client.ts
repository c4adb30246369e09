// twitter-api-v2 as Roost uses it: always with a time-out, and able to talk to a stand-in for X.
import { Agent as HttpAgent } from "node:http";
import { type ITwitterApiClientPlugin, TwitterApi } from "twitter-api-v2";

export type XApp = {
  /** Without a trailing slash: https://api.x.com */
  apiBaseUrl: string;
  clientId: string;
  clientSecret: string;
};

/** A client that acts for one account. @param timeoutMs for each call: the library itself has none. */
export function userClient(app: XApp, accessToken: string, timeoutMs: number): TwitterApi {
  return new TwitterApi(accessToken, settings(app, timeoutMs));
}

/** A client that acts for the app: it refreshes tokens. */
export function appClient(app: XApp, timeoutMs: number): TwitterApi {
  return new TwitterApi({ clientId: app.clientId, clientSecret: app.clientSecret }, settings(app, timeoutMs));
}

function settings(app: XApp, timeoutMs: number) {
  const base = app.apiBaseUrl.replace(/\/$/, "");
  const plugin: ITwitterApiClientPlugin = {
    onBeforeRequestConfig: ({ params }) => {
      params.url = params.url.replace(/^https:\/\/(api|upload)\.x\.com/, base);
      params.timeout = timeoutMs;
    },
  };
  // A socket is never used twice: one that X closed meanwhile would leave a post's outcome in doubt.
  const httpAgent = base.startsWith("http:") ? new HttpAgent({ keepAlive: false }) : undefined;
  return { plugins: [plugin], ...(httpAgent ? { httpAgent } : {}) };
}
