import { Check, CircleAlert, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { Severity } from "~/domain/notices";

const icons: Record<Severity | "over", { icon: LucideIcon; look: string; word: string }> = {
  problem: { icon: TriangleAlert, look: "text-bad", word: "Problem" },
  warning: { icon: CircleAlert, look: "text-warn", word: "Warning" },
  info: { icon: Info, look: "text-muted", word: "Note" },
  over: { icon: Check, look: "text-ok", word: "Over" },
};

/** How grave something is that people are told; over, once nothing is left to do about it. */
export function SeverityIcon({ of }: { of: Severity | "over" }) {
  const { icon: Icon, look, word } = icons[of];
  return (
    <>
      <Icon aria-hidden strokeWidth={2.25} className={`mt-0.75 size-3.5 shrink-0 ${look}`} />
      <span className="sr-only">{word}: </span>
    </>
  );
}
