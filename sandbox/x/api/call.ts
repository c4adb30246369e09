import type { XContext } from "../context";
import type { HiddenPosts, TakeFault } from "../faults/strike";
import type { Reply } from "../http/reply";
import type { XRequest } from "../http/request";
import type { XLimits } from "../limits";
import type { Caller } from "../oauth/bearer";

/** A call whose token, scopes and rate limit are in order. */
export type ApiCall = {
  ctx: XContext;
  request: XRequest;
  params: Record<string, string>;
  caller: Caller;
  /** Posts younger than this are not visible to reads; 0 but for a fault. */
  lagMs: number;
  /** Posts that reads do not show, by a fault. */
  hides: HiddenPosts[];
  takeFault: TakeFault;
  /** The rate-limit headers of the answer. */
  rateHeaders: Record<string, string>;
};

export type ApiRoute = {
  method: string;
  pattern: string;
  scopes: string[];
  limit: keyof XLimits;
  answer: (call: ApiCall) => Promise<Reply>;
};
