import { Check, Circle, CircleHelp, LoaderCircle, type LucideIcon, Minus } from "lucide-react";
import type { PartView } from "~/server/tweets/view";

/** In doubt: X may have it or not. */
type State = PartView["state"] | "inDoubt";

const shown: Record<State, { word: string; icon: LucideIcon; look: string }> = {
  waiting: { word: "Waiting", icon: Circle, look: "text-muted" },
  sending: { word: "Posting", icon: LoaderCircle, look: "text-accent" },
  inDoubt: { word: "May be up or not", icon: CircleHelp, look: "text-warn" },
  out: { word: "Out", icon: Check, look: "text-ok" },
  removed: { word: "Deleted on X", icon: Minus, look: "text-muted" },
};

/** How far a part is, and the way to its post where it has one. */
export function PartState({ state, postUrl }: { state: State; postUrl: string | null }) {
  const { icon: Icon, look } = shown[state];
  return (
    <span className="inline-flex items-baseline gap-3 whitespace-nowrap">
      <span className="inline-flex items-baseline gap-1.5">
        <Icon aria-hidden strokeWidth={2.25} className={`size-3.5 shrink-0 self-center ${look}`} />
        {shown[state].word}
      </span>
      {postUrl && (
        <a
          href={postUrl}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-4 hover:underline touch:min-h-11"
        >
          Open on X
        </a>
      )}
    </span>
  );
}
