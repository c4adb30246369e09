// X as Roost uses it: one call to post or to delete, its answer as it came; and the account's own posts.
import type { SendTweetV2Params } from "twitter-api-v2";
import type { XAnswer } from "~/domain/outcome";
import { policy as defaultPolicy, type Policy } from "~/domain/policy";
import type { RemovalAnswer } from "~/domain/removal";
import type { Clock } from "../clock";
import type { Db } from "../db";
import type { Log } from "../log";
import type { SecretBox } from "../secret-box";
import { withDeadline } from "../with-deadline";
import { answerOfCreate, answerOfError } from "./answer";
import { userClient, type XApp } from "./client";
import { findPost, type PostAnswer } from "./find-post";
import { removePost } from "./remove-post";
import { readTimeline, type TimelineAnswer, type TimelineWindow } from "./timeline";
import {
  createRefreshes,
  freshToken,
  type ReadToken,
  refreshToken,
  type TokenAnswer,
  type TokenStore,
} from "./tokens";
import { createUploads, type Uploads } from "./uploads";

export type Publisher = {
  /** Where people see posts, without a trailing slash: https://x.com */
  webUrl: string;
  /** The account's token, refreshed beforehand when it is near its end. `read` saves looking it up. */
  token: (accountId: string, read?: ReadToken) => Promise<TokenAnswer>;
  /** A new token after X refused the one of this version. */
  renewToken: (accountId: string, seenVersion: number) => Promise<TokenAnswer>;
  /** Asks X once to create a post. Never throws, never asks twice. */
  create: (accessToken: string, post: NewPost) => Promise<XAnswer>;
  /** The account's own posts in a window of time, all of them or no answer. Never throws. */
  timeline: (accessToken: string, xUserId: string, window: TimelineWindow) => Promise<TimelineAnswer>;
  /** Whose a post is. Never throws. */
  post: (accessToken: string, xId: string) => Promise<PostAnswer>;
  /** Asks X once to delete a post. Never throws; asking twice is harmless. */
  remove: (accessToken: string, xId: string) => Promise<RemovalAnswer>;
  /** Calls about the files that posts show. */
  uploads: Uploads;
};

export type NewPost = {
  text: string;
  /** X's id of the post that this one replies to. */
  replyToXId: string | null;
  /** X's ids of uploads, in the order in which they are shown. */
  xMediaIds: string[];
};

export type PublisherOptions = {
  db: Db;
  clock: Clock;
  box: SecretBox;
  log: Log;
  app: XApp;
  webUrl: string;
  policy?: Policy;
};

export function createPublisher(options: PublisherOptions): Publisher {
  const policy = options.policy ?? defaultPolicy;
  const store: TokenStore = { ...options, policy, refreshes: createRefreshes() };
  return {
    webUrl: options.webUrl,
    token: (accountId, read) => freshToken(store, accountId, read),
    renewToken: (accountId, seenVersion) => refreshToken(store, accountId, seenVersion),
    create: (accessToken, post) => createPost(options.app, accessToken, post, policy.publish.callTimeoutMs),
    timeline: (accessToken, xUserId, window) =>
      readTimeline(options.app, accessToken, xUserId, window, policy.settle),
    post: (accessToken, xId) => findPost(options.app, accessToken, xId, policy.settle.callTimeoutMs),
    remove: (accessToken, xId) => removePost(options.app, accessToken, xId, policy.publish.callTimeoutMs),
    uploads: createUploads(options.app, policy.upload.callTimeoutMs),
  };
}

async function createPost(
  app: XApp,
  accessToken: string,
  post: NewPost,
  timeoutMs: number,
): Promise<XAnswer> {
  const { client, connection } = userClient(app, accessToken, timeoutMs);
  const noAnswer = (detail: string): XAnswer =>
    connection.isMade()
      ? { kind: "noAnswer", detail }
      : { kind: "noConnection", detail: "X could not be reached." };
  const call = client.v2.tweet(payloadOf(post)).then(answerOfCreate, (error: unknown): XAnswer => {
    const answer = answerOfError(error);
    return answer.kind === "response" || (answer.kind === "noConnection" && !connection.isMade())
      ? answer
      : noAnswer(answer.detail);
  });
  return withDeadline(timeoutMs, call, () => {
    const answer = noAnswer("X did not answer in time.");
    connection.cut();
    return answer;
  });
}

type MediaIds = NonNullable<NonNullable<SendTweetV2Params["media"]>["media_ids"]>;

/** POST /2/tweets as X documents it: https://docs.x.com/x-api/posts/create-post */
function payloadOf({ text, replyToXId, xMediaIds }: NewPost): SendTweetV2Params {
  return {
    ...(text ? { text } : {}),
    ...(replyToXId ? { reply: { in_reply_to_tweet_id: replyToXId } } : {}),
    ...(xMediaIds.length > 0 ? { media: { media_ids: xMediaIds as MediaIds } } : {}),
  };
}
