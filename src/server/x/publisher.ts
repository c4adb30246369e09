// X as Roost uses it to post: one create call, its answer as it came.
import type { XAnswer } from "~/domain/outcome";
import { policy as defaultPolicy, type Policy } from "~/domain/policy";
import type { Clock } from "../clock";
import type { Db } from "../db";
import type { SecretBox } from "../secret-box";
import { answerOfError } from "./answer";
import { userClient, type XApp } from "./client";
import { freshToken, refreshToken, type TokenAnswer } from "./tokens";

export type Publisher = {
  /** Where people see posts, without a trailing slash: https://x.com */
  webUrl: string;
  /** The account's token, refreshed beforehand when it is near its end. */
  token: (accountId: string) => Promise<TokenAnswer>;
  /** A new token after X refused the one of this version. */
  renewToken: (accountId: string, seenVersion: number) => Promise<TokenAnswer>;
  /** Asks X once to create a post. Never throws, never asks twice. */
  create: (accessToken: string, text: string) => Promise<XAnswer>;
};

export type PublisherOptions = {
  db: Db;
  clock: Clock;
  box: SecretBox;
  app: XApp;
  webUrl: string;
  policy?: Policy;
};

export function createPublisher(options: PublisherOptions): Publisher {
  const policy = options.policy ?? defaultPolicy;
  const store = { ...options, policy };
  return {
    webUrl: options.webUrl,
    token: (accountId) => freshToken(store, accountId),
    renewToken: (accountId, seenVersion) => refreshToken(store, accountId, seenVersion),
    create: (accessToken, text) =>
      withDeadline(policy.publish.callTimeoutMs, createPost(options.app, accessToken, text, policy)),
  };
}

async function createPost(app: XApp, accessToken: string, text: string, policy: Policy): Promise<XAnswer> {
  try {
    const answer: unknown = await userClient(app, accessToken, policy.publish.callTimeoutMs).v2.tweet(text);
    const id = (answer as { data?: { id?: unknown } } | null)?.data?.id;
    if (typeof id === "string" && /^\d+$/.test(id)) return { kind: "created", id };
    return { kind: "noAnswer", detail: "X answered without the post's id." };
  } catch (error) {
    return answerOfError(error);
  }
}

/** The library's time-out counts silence; a trickle of bytes would outlast the lease. */
async function withDeadline(deadlineMs: number, call: Promise<XAnswer>): Promise<XAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<XAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "noAnswer", detail: "X did not answer in time." }), deadlineMs);
  });
  return Promise.race([call, timeout]).finally(() => clearTimeout(timer));
}
