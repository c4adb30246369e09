import type { Facts } from "./facts";
import type { Fault, FaultKind } from "./fault";

const isCreate = (facts: Facts): boolean => facts.method === "POST" && facts.path === "/2/tweets";

const isRefresh = (facts: Facts): boolean =>
  facts.method === "POST" && facts.path === "/2/oauth2/token" && facts.grantType === "refresh_token";

const isTweetRead = (facts: Facts): boolean =>
  facts.method === "GET" && /^\/2\/(users\/[^/]+\/tweets|tweets\/[^/]+)$/.test(facts.path);

const anywhere = (): boolean => true;

const ownPlaces: Partial<Record<FaultKind, (facts: Facts) => boolean>> = {
  "refresh-refused": isRefresh,
  "refresh-unanswered": isRefresh,
  "refresh-slow": isRefresh,
  "timeline-lag": isTweetRead,
  "clock-skew": anywhere,
};

/** Whether the fault strikes this request. Refresh and read faults keep to their place whatever path is named. */
export function strikes(fault: Fault, facts: Facts): boolean {
  const { path, method, handle, textIncludes } = fault.match;
  const ownPlace = ownPlaces[fault.kind];
  const isPlace = path === undefined ? (ownPlace ?? isCreate)(facts) : pathFits(path, facts.path);
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
