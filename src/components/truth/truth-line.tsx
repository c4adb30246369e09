"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { Circle, CircleDashed, type LucideIcon, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { unansweredKey } from "~/trpc/query-client";
import { WayBackLink } from "../auth/way-back-link";
import { pollIntervalMs } from "../queue/poll-interval";
import { useQueueReader } from "../queue/queue-context";
import { useQueue } from "../queue/use-queue";
import { useServerNow } from "../queue/use-server-now";
import { SyncButton } from "../sync/sync-button";
import { personZone } from "../time/person-zone";
import { agoText } from "../time/span-words";
import { toneClass } from "../tweet/state-chip";
import type { Tone } from "../tweet/state-words";
import { OrphanActs } from "./orphan-acts";
import { shownTruth } from "./shown-truth";

/** The one line that says whether the queue is as sure as it looks. */
export function TruthLine() {
  const { view, readAtMs, error } = useQueue();
  const now = useServerNow();
  const [isWhyOpen, setWhyOpen] = useState(false);
  const reader = useQueueReader();
  const { data: unansweredAtMs } = useQuery<number>({ queryKey: unansweredKey, queryFn: skipToken });
  const { kind, tone, sentence, checkedAt, why } = shownTruth({
    view,
    readAtMs,
    error,
    isUnanswered: (unansweredAtMs ?? 0) > (readAtMs ?? 0),
    freshMs: silentMs + pollIntervalMs(view, false, reader.pagesOpen()),
    now,
    zone: personZone(),
  });
  const Icon = icons[tone];

  return (
    <section aria-label="Is the queue in QStash" className="border-b border-line">
      <div className="flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 py-2">
        <p role="status" data-truth={kind} className="flex min-w-0 flex-1 items-baseline gap-2 text-13">
          <Icon
            aria-hidden
            strokeWidth={2.25}
            className={`size-3.5 shrink-0 self-center ${toneClass[tone]} ${tone === "ok" ? "scale-75 fill-current" : ""}`}
          />
          <span>
            {sentence}
            {checkedAt && (
              <span aria-live="off" className="tabular text-muted">
                {" · checked "}
                {agoText(now.getTime() - checkedAt.getTime())}
              </span>
            )}
          </span>
        </p>
        <div className="flex items-center gap-1 max-sm:order-last max-sm:w-full max-sm:empty:hidden">
          <WayBackLink />
          {view?.truth.kind === "orphans" && !error && <OrphanActs view={view} />}
          {why && (
            <button
              type="button"
              aria-expanded={isWhyOpen}
              onClick={() => setWhyOpen(!isWhyOpen)}
              className="h-8 rounded-md px-2 text-13 font-medium text-accent hover:bg-paper-sunk touch:h-11"
            >
              Why?
            </button>
          )}
        </div>
        <SyncButton />
      </div>
      {why && isWhyOpen && <p className="appear max-w-prose pb-3 pl-5.5 text-13 text-muted">{why}</p>}
    </section>
  );
}

/** A server that is up answers a read sooner, also where it asks QStash. */
const silentMs = 10_000;

const icons: Record<Tone, LucideIcon> = {
  ok: Circle,
  accent: Circle,
  muted: CircleDashed,
  warn: CircleDashed,
  bad: TriangleAlert,
};
