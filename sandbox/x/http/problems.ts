import { json, type Reply } from "./reply";

const problemTypes = "https://api.twitter.com/2/problems";
const problemJson = { "content-type": "application/problem+json" };

/** X's plain problem: `{title, type: "about:blank", status, detail}`. */
export function problem(status: number, title: string, detail: string): Reply {
  return json(status, { title, type: "about:blank", status, detail }, problemJson);
}

export const unauthorized = (): Reply => problem(401, "Unauthorized", "Unauthorized");

export const forbidden = (detail: string): Reply => problem(403, "Forbidden", detail);

/** X's catch-all: too long for the account, a missing scope, a blocked action. */
export const notPermitted = (): Reply => forbidden("You are not permitted to perform this action.");

export const duplicateContent = (): Reply =>
  forbidden("You are not allowed to create a Tweet with duplicate content.");

export const replyNotAllowed = (): Reply =>
  forbidden(
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.",
  );

export const replyTargetGone = (): Reply =>
  forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.");

export type InvalidParameter = { parameters: Record<string, string[]>; message: string };

export function invalidRequest(errors: InvalidParameter[]): Reply {
  return json(400, {
    errors,
    title: "Invalid Request",
    detail: "One or more parameters to your request was invalid.",
    type: `${problemTypes}/invalid-request`,
  });
}

export function creditsDepleted(accountId: string): Reply {
  return json(402, {
    account_id: accountId,
    title: "CreditsDepleted",
    detail: `Your enrolled account [${accountId}] does not have any credits to fulfill this request.`,
    type: `${problemTypes}/credits`,
  });
}

export function usageCapExceeded(accountId: string): Reply {
  return json(429, {
    account_id: accountId,
    product_name: "standard-basic",
    title: "UsageCapExceeded",
    period: "Monthly",
    scope: "Product",
    detail: "Usage cap exceeded: Monthly product cap",
    type: `${problemTypes}/usage-capped`,
  });
}

export function tooManyRequests(headers: Record<string, string>): Reply {
  const reply = problem(429, "Too Many Requests", "Too Many Requests");
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

type Resource = "tweet" | "user";

const notFoundProblem = (kind: Resource, id: string) => ({
  value: id,
  detail: `Could not find ${kind} with id: [${id}].`,
  title: "Not Found Error",
  resource_type: kind,
  parameter: "id",
  resource_id: id,
  type: `${problemTypes}/resource-not-found`,
});

/** X's answer to a read of what is not there: 200 with `errors` and no data. */
export const resourceNotFound = (kind: Resource, id: string): Reply =>
  json(200, { errors: [notFoundProblem(kind, id)] });

/** The same as a problem of its own, for a call that would change it. */
export const notFound = (kind: Resource, id: string): Reply =>
  json(404, { ...notFoundProblem(kind, id), status: 404 }, problemJson);

/** X's 400 with one message and no parameter named. */
export const invalidMessage = (message: string): Reply => invalidRequest([{ parameters: {}, message }]);

/** What real X has and the sandbox has not: said, never imitated. */
export const notServed = (what: string): Reply =>
  problem(501, "Not Implemented", `The X sandbox does not serve ${what}.`);
