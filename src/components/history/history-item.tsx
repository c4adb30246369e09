import { Check, X } from "lucide-react";
import type { HistoryView } from "~/server/tweets/get-history";
import { pad, wallClock } from "../time/wall-clock";

type Line = HistoryView["lines"][number];

/** One thing that befell a tweet: when, what, who did it, and for those who look closer the ids. */
export function HistoryItem({ line, zone }: { line: Line; zone: string }) {
  const { hour, minute, second } = wallClock(line.at, zone);
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-3 border-b border-line py-2 text-13">
      <time dateTime={line.at.toISOString()} className="text-muted">
        {[hour, minute, second].map((value) => pad(value)).join(":")}
      </time>
      <div className="min-w-0">
        <p className="break-words text-ink">
          {line.tone !== "plain" && <ToneIcon tone={line.tone} />}
          {line.text}
        </p>
        <p className="mt-0.5 text-12 break-words text-muted">
          {[line.who, line.small].filter(Boolean).join(" · ")}
        </p>
      </div>
    </li>
  );
}

function ToneIcon({ tone }: { tone: "good" | "bad" }) {
  const [Icon, look] = tone === "good" ? [Check, "text-ok"] : [X, "text-bad"];
  return (
    <Icon aria-hidden strokeWidth={2.25} className={`relative -top-px mr-1.5 inline size-3.5 ${look}`} />
  );
}
