import {
  Check,
  Circle,
  CircleDashed,
  CircleHelp,
  LoaderCircle,
  type LucideIcon,
  Minus,
  Pause,
  PencilLine,
  TriangleAlert,
  X,
} from "lucide-react";
import type { TweetView } from "~/server/tweets/view";
import { type ShownState, stateWords, type Tone } from "./state-words";

const icons: Record<ShownState, LucideIcon> = {
  pending: CircleDashed,
  queued: Circle,
  onHold: Pause,
  posting: LoaderCircle,
  posted: Check,
  failed: X,
  checkNeeded: CircleHelp,
  draft: PencilLine,
  unscheduled: TriangleAlert,
  cancelled: Minus,
};

export const toneClass: Record<Tone, string> = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  muted: "text-muted",
  accent: "text-accent",
};

/** Those that are solid; the dot is small, as there are many of it. */
const fills: Partial<Record<ShownState, string>> = {
  queued: "scale-[0.65] fill-current",
  onHold: "fill-current",
};

type StateChipProps = { tweet: Pick<TweetView, "state" | "sendingPart" | "partCount"> };

/** A state as an icon and a word; only the icon is coloured. A thread that goes out says which part does. */
export function StateChip({ tweet: { state, sendingPart, partCount } }: StateChipProps) {
  const { word, tone } = stateWords[state];
  const Icon = icons[state];
  return (
    <span className="inline-flex items-baseline gap-1.5 text-13 whitespace-nowrap text-ink">
      <Icon
        aria-hidden
        strokeWidth={2.25}
        className={`size-3.5 shrink-0 self-center ${toneClass[tone]} ${fills[state] ?? ""} ${
          state === "posting" ? "motion-safe:animate-spin" : ""
        }`}
      />
      <span>
        {word}
        {sendingPart !== null && partCount > 1 && (
          <span className="tabular">
            <span className="sr-only"> part</span> {sendingPart} of {partCount}
          </span>
        )}
      </span>
    </span>
  );
}
