import { findAccountById } from "../accounts/accounts";
import { avatarUrl } from "../accounts/avatar";
import { toIso } from "../clock";
import { unauthorized } from "../http/problems";
import { readList, readQuery } from "../http/read-query";
import { json, type Reply } from "../http/reply";
import type { ApiCall } from "./call";

const servedFields = [
  "id",
  "name",
  "username",
  "created_at",
  "description",
  "profile_image_url",
  "protected",
  "url",
  "verified",
  "verified_type",
];

// user.fields of X's OpenAPI 2.167 that the sandbox does not have.
const unservedFields = [
  "affiliation",
  "confirmed_email",
  "connection_status",
  "entities",
  "is_identity_verified",
  "location",
  "most_recent_tweet_id",
  "parody",
  "pinned_tweet_id",
  "profile_banner_url",
  "public_metrics",
  "receives_your_dm",
  "subscription",
  "subscription_type",
  "verified_followers_count",
  "withheld",
];

/** GET /2/users/me: id, name and username, and what `user.fields` asks for. */
export async function answerMe({ ctx, request, caller }: ApiCall): Promise<Reply> {
  const query = readQuery(request.query, {
    served: ["user.fields"],
    unserved: ["expansions", "tweet.fields"],
  });
  const fields = readList("user.fields", query["user.fields"], {
    known: [...servedFields, ...unservedFields],
    isServed: (field) => servedFields.includes(field),
  });
  const account = await findAccountById(ctx, caller.userId);
  if (!account) return unauthorized();
  const values: Record<string, unknown> = {
    id: account.id,
    name: account.name,
    username: account.handle,
    created_at: toIso(account.createdAtMs),
    description: "",
    profile_image_url: avatarUrl(request, account.handle),
    protected: false,
    url: "",
    verified: false,
    verified_type: "none",
  };
  const names = new Set(["id", "name", "username", ...fields]);
  return json(200, { data: Object.fromEntries([...names].map((name) => [name, values[name]])) });
}
