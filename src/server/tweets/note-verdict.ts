// What a look at QStash concluded, in the tweet's history: a suspicion, and what the breaker withholds, are recorded
// when they arise and not at every look.
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";
import type { Decision } from "./apply-decisions";
import type { Actor } from "./move-tweet";

/** @param isKnown what `withheldBefore` answered. Never throws. */
export async function noteVerdict(
  c: Collaborators,
  { row, action: { kind }, verdict }: Decision,
  isKnown: boolean,
  actor: Actor,
  at: Date,
): Promise<void> {
  if (kind !== "strike" && kind !== "withhold") return;
  const { id, revision, qstashId, missingSince } = row;
  if (kind === "strike" ? missingSince : isKnown) return;
  const detail = { verdict: verdict?.kind ?? "UNKNOWN", action: kind, qstashId };
  await noteFlight(c, [{ tweetId: id, revision, kind: "verdict", actor, at, detail }]);
}

/**
 * Of what is withheld, those whose history has it: of the present message, for the same verdict. Where that cannot be
 * read, all that has been missing for a while.
 */
export async function withheldBefore(c: Collaborators, decisions: Decision[]): Promise<Set<Decision>> {
  const suspects = decisions.filter(({ action, row }) => action.kind === "withhold" && row.missingSince);
  if (suspects.length === 0) return new Set();
  try {
    const tweetId = { in: suspects.map(({ row }) => row.id) };
    const entries = await c.db.flightEntry.findMany({ where: { tweetId, kind: "verdict" } });
    const known = new Set(entries.map((entry) => nameOf(entry.tweetId, toDetail(entry.detail))));
    return new Set(
      suspects.filter(({ row: { id, qstashId }, verdict }) =>
        known.has(nameOf(id, { verdict: verdict?.kind, action: "withhold", qstashId })),
      ),
    );
  } catch (error) {
    c.log.warn({ count: suspects.length, error }, "flight.unread");
    return new Set(suspects);
  }
}

type Told = { verdict?: unknown; action?: unknown; qstashId?: unknown };

const toDetail = (detail: unknown) => (detail ?? {}) as Told;

const nameOf = (tweetId: string, { verdict, action, qstashId }: Told) =>
  [tweetId, verdict, action, qstashId].join(" ");
