import type { XContext } from "../context";
import type { XRequest } from "../http/request";
import { type Facts, readFacts } from "./facts";
import type { Fault, FaultKind } from "./fault";
import { strikes } from "./match";
import { consumeFault, listActiveFaults } from "./store";

/** The faults that one request meets. At most one of them takes the answer. */
export type Strike = {
  facts: Facts;
  kinds: FaultKind[];
  clockSkewMs: number;
  slowMs: number;
  lagMs: number;
  answer: AnswerFault | undefined;
};

type OtherKind = "clock-skew" | "slow" | "refresh-slow" | "timeline-lag";
export type AnswerFault = Exclude<Fault, { kind: OtherKind }>;

/** Uses up one strike of each fault that it returns; the oldest that fits goes first. */
export async function strike(ctx: XContext, request: XRequest): Promise<Strike> {
  const [facts, faults] = await Promise.all([readFacts(ctx, request), listActiveFaults(ctx)]);
  const candidates = faults.filter((fault) => strikes(fault, facts));
  const skew = await consumeFirst(
    ctx,
    candidates.filter((fault) => fault.kind === "clock-skew"),
  );
  const slow = await consumeFirst(
    ctx,
    candidates.filter((fault) => fault.kind === "slow" || fault.kind === "refresh-slow"),
  );
  const lag = await consumeFirst(
    ctx,
    candidates.filter((fault) => fault.kind === "timeline-lag"),
  );
  const answer = await consumeFirst(ctx, candidates.filter(takesAnswer));
  return {
    facts,
    kinds: [skew, slow, lag, answer].flatMap((fault) => (fault ? [fault.kind] : [])),
    clockSkewMs: skew?.params.ms ?? 0,
    slowMs: slow?.params.ms ?? 0,
    lagMs: lag?.params.ms ?? 0,
    answer,
  };
}

async function consumeFirst<F extends Fault>(ctx: XContext, faults: F[]): Promise<F | undefined> {
  for (const fault of faults) {
    if (await consumeFault(ctx, fault)) return fault;
  }
  return undefined;
}

function takesAnswer(fault: Fault): fault is AnswerFault {
  const others: FaultKind[] = ["clock-skew", "slow", "refresh-slow", "timeline-lag"];
  return !others.includes(fault.kind);
}
