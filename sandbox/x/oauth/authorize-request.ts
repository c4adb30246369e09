import { timingSafeEqual } from "node:crypto";
import type { XContext } from "../context";
import { isLoopbackName } from "../http/guards";
import { parseScope } from "./scopes";

export type AuthorizeRequest = {
  clientId: string;
  scopes: string[];
  redirectUri: string;
  state: string;
  challenge: string;
};

// X's own bound on state; the challenge's form is RFC 7636, section 4.2.
const stateMaxLength = 500;
const challengePattern = /^[A-Za-z0-9_-]{43}$/;

/** A sentence for the person in front of the page, or the request. */
export function parseAuthorizeRequest(
  ctx: XContext,
  query: URLSearchParams,
): { request: AuthorizeRequest } | { wrong: string } {
  const clientId = query.get("client_id") ?? "";
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isSame(clientId, ctx.clientId)) {
    return {
      wrong: "No app has this client id. Give the app the client id that the sandbox was started with.",
    };
  }
  if (!isAllowedRedirect(ctx, redirectUri)) {
    return {
      wrong: `The app may not send you back to "${redirectUri}". ${
        ctx.redirectUris.length > 0
          ? "It has to be, letter for letter, one of the addresses in X_REDIRECT_URIS."
          : "Without X_REDIRECT_URIS it has to be an http address on this machine."
      }`,
    };
  }
  if (query.get("response_type") !== "code") return { wrong: 'response_type has to be "code".' };
  const scopes = parseScope(query.get("scope") ?? "");
  if (!scopes)
    return { wrong: "The app asks for no permission, or for one that X does not have. Check its scope." };
  const state = query.get("state") ?? "";
  if (state === "" || state.length > stateMaxLength) {
    return { wrong: `state has to be there, with at most ${stateMaxLength} characters.` };
  }
  if (query.get("code_challenge_method")?.toUpperCase() !== "S256") {
    return { wrong: "code_challenge_method has to be S256; the sandbox does not serve plain." };
  }
  const challenge = query.get("code_challenge") ?? "";
  if (!challengePattern.test(challenge)) {
    return { wrong: "code_challenge has to be the base64url of a SHA-256, 43 characters long." };
  }
  return { request: { clientId, scopes, redirectUri, state, challenge } };
}

function isAllowedRedirect(ctx: XContext, uri: string): boolean {
  if (ctx.redirectUris.length > 0) return ctx.redirectUris.includes(uri);
  if (!URL.canParse(uri)) return false;
  const url = new URL(uri);
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  return isWeb && isLoopbackName(url.hostname) && url.hash === "" && url.username === "";
}

/** Compares in a time that does not depend on where they differ. */
export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
