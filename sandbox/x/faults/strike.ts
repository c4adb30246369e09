import type pg from "pg";
import type { XContext } from "../context";
import type { XRequest } from "../http/request";
import { type Facts, readFacts } from "./facts";
import type { Fault, FaultKind, FaultOf, FaultParams } from "./fault";
import { strikes } from "./match";
import { consumeFault, listActiveFaults } from "./store";

/** The faults that one request meets. At most one of them takes the answer. */
export type Strike = {
  facts: Facts;
  /** Grows while the request is worked on: see `takeFault`. */
  kinds: FaultKind[];
  clockSkewMs: number;
  slowMs: number;
  lagMs: number;
  hides: HiddenPosts[];
  answer: AnswerFault | undefined;
  takeFault: TakeFault;
};

/** What `timeline-hides` keeps from reads. */
export type HiddenPosts = FaultParams<"timeline-hides">;

const mediaKinds = ["processing-takes", "processing-fails", "processing-stuck", "media-forgotten"] as const;
type MediaKind = (typeof mediaKinds)[number];

/** Uses up one strike of this kind, if there is one for the request, at the moment when it has an effect. */
export type TakeFault = <K extends MediaKind>(
  kind: K,
  client?: pg.PoolClient,
) => Promise<FaultParams<K> | undefined>;

const asideKinds = ["clock-skew", "slow", "refresh-slow", "timeline-lag", "timeline-hides"] as const;
export type AnswerFault = Exclude<Fault, { kind: (typeof asideKinds)[number] | MediaKind }>;

/** Uses up one strike of each fault that it returns; the oldest that fits goes first. */
export async function strike(ctx: XContext, request: XRequest): Promise<Strike> {
  const [facts, faults] = await Promise.all([readFacts(ctx, request), listActiveFaults(ctx)]);
  const candidates = faults.filter((fault) => strikes(fault, facts));
  const skew = await consumeFirst(ctx, ofKind(candidates, "clock-skew"));
  const slow = await consumeFirst(ctx, [
    ...ofKind(candidates, "slow"),
    ...ofKind(candidates, "refresh-slow"),
  ]);
  const lag = await consumeFirst(ctx, ofKind(candidates, "timeline-lag"));
  const hides = await consumeAll(ctx, ofKind(candidates, "timeline-hides"));
  const answer = await consumeFirst(ctx, candidates.filter(takesAnswer));
  const kinds: FaultKind[] = [skew, slow, lag, ...hides, answer].flatMap((fault) =>
    fault ? [fault.kind] : [],
  );
  return {
    facts,
    kinds,
    clockSkewMs: skew?.params.ms ?? 0,
    slowMs: slow?.params.ms ?? 0,
    lagMs: lag?.params.ms ?? 0,
    hides: hides.map(({ params }) => params),
    answer,
    takeFault: async (kind, client) => {
      const taken = await consumeFirst(ctx, ofKind(candidates, kind), client);
      if (taken) kinds.push(kind);
      return taken?.params;
    },
  };
}

async function consumeFirst<F extends { id: number }>(
  ctx: XContext,
  faults: F[],
  client?: pg.PoolClient,
): Promise<F | undefined> {
  for (const fault of faults) {
    if (await consumeFault(ctx, fault, client)) return fault;
  }
  return undefined;
}

async function consumeAll<F extends { id: number }>(ctx: XContext, faults: F[]): Promise<F[]> {
  const taken: F[] = [];
  for (const fault of faults) {
    if (await consumeFault(ctx, fault)) taken.push(fault);
  }
  return taken;
}

function ofKind<K extends FaultKind>(faults: Fault[], kind: K): FaultOf<K>[] {
  return faults.filter((fault): fault is Fault & FaultOf<K> => fault.kind === kind);
}

function takesAnswer(fault: Fault): fault is AnswerFault {
  const others: FaultKind[] = [...asideKinds, ...mediaKinds];
  return !others.includes(fault.kind);
}
