import { z } from "zod";
import { type FaultKind, type FaultMatch, faultKinds, matchSchema, paramsByKind } from "./fault";

export type NewFault = { kind: FaultKind; match: FaultMatch; params: unknown; count: number | null };

const envelope = z.strictObject({
  kind: z.enum(faultKinds as [FaultKind, ...FaultKind[]]),
  match: matchSchema.default({}),
  params: z.unknown().optional(),
  count: z.number().int().min(1).nullable().default(null),
});

/** A fault as it may be stored, or a sentence that says what is wrong with it. */
export function parseFault(value: unknown): { fault: NewFault } | { wrong: string } {
  const outer = envelope.safeParse(value);
  if (!outer.success) return { wrong: explain(outer.error) };
  const { kind, match, count, params } = outer.data;
  const inner = paramsByKind[kind].safeParse(params ?? {});
  if (!inner.success) return { wrong: `params of ${kind}: ${explain(inner.error)}` };
  return { fault: { kind, match, count, params: inner.data } };
}

const explain = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join(".") || "fault"}: ${issue.message}`).join("; ");
