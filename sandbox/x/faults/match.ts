import type { Facts } from "./facts";
import type { Fault, FaultKind } from "./fault";

const isCreate = (facts: Facts): boolean => facts.method === "POST" && facts.path === "/2/tweets";

// Where a fault without a place of its own strikes when its match names no path.
const isUsualPlace = (facts: Facts, method: string | undefined): boolean =>
  method === undefined || method === "POST" ? isCreate(facts) : facts.method === method;

const isRefresh = (facts: Facts): boolean =>
  facts.method === "POST" && facts.path === "/2/oauth2/token" && facts.grantType === "refresh_token";

const isTweetRead = (facts: Facts): boolean =>
  facts.method === "GET" && /^\/2\/(users\/[^/]+\/tweets|tweets\/[^/]+)$/.test(facts.path);

const anywhere = (): boolean => true;

const isFinalize = (facts: Facts): boolean =>
  facts.method === "POST" && /^\/2\/media\/upload\/[^/]+\/finalize$/.test(facts.path);

const ownPlaces: Partial<Record<FaultKind, (facts: Facts) => boolean>> = {
  "processing-takes": isFinalize,
  "processing-fails": isFinalize,
  "processing-stuck": isFinalize,
  "timeline-hides": isTweetRead,
  "timeline-cut": isTweetRead,
  "refresh-refused": isRefresh,
  "refresh-unanswered": isRefresh,
  "refresh-slow": isRefresh,
  "timeline-lag": isTweetRead,
  "clock-skew": anywhere,
};

/** Whether the fault strikes this request. Those with a place of their own keep to it whatever path is named. */
export function strikes(fault: Fault, facts: Facts): boolean {
  const { path, method, handle, textIncludes } = fault.match;
  const ownPlace = ownPlaces[fault.kind];
  const isPlace =
    path === undefined ? (ownPlace?.(facts) ?? isUsualPlace(facts, method)) : pathFits(path, facts.path);
  return (
    isPlace &&
    (ownPlace?.(facts) ?? true) &&
    (method === undefined || method === facts.method) &&
    (handle === undefined || handle.toLowerCase() === facts.handle?.toLowerCase()) &&
    (textIncludes === undefined || (facts.text?.includes(textIncludes) ?? false))
  );
}

function pathFits(pattern: string, path: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(path);
}
