import { Agent } from "node:http";
import { type ITwitterApiClientPlugin, TwitterApi } from "twitter-api-v2";

// The library has no time-out of its own.
const defaultTimeoutMs = 10_000;

/** The real twitter-api-v2, sent to the sandbox at `url` instead of api.x.com; token calls too. */
export function xClient(
  url: string,
  credentials: string | { clientId: string; clientSecret: string },
  options: { timeoutMs?: number } = {},
): TwitterApi {
  const rewrite: ITwitterApiClientPlugin = {
    onBeforeRequestConfig({ params }) {
      params.url = params.url.replace(/^https:\/\/(api|upload)\.x\.com/, url);
      params.timeout = options.timeoutMs ?? defaultTimeoutMs;
    },
  };
  const settings = { plugins: [rewrite], httpAgent: new Agent({ keepAlive: false }) };
  return typeof credentials === "string"
    ? new TwitterApi(credentials, settings)
    : new TwitterApi(credentials, settings);
}
