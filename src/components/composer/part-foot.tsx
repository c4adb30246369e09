import { clsx } from "clsx";
import { useMemo } from "react";
import { policy } from "~/domain/policy";
import { AttachButton } from "./attach-button";
import type { CounterState } from "./counter";
import type { PartDraft } from "./thread-draft";
import type { TextRules } from "./use-text-rules";

type PartFootProps = {
  countId: string;
  /** Null until X's rules have loaded. */
  counter: CounterState | null;
  part: PartDraft;
  rules: TextRules | null;
  otherParts: number;
  hasRules: boolean;
  onCut: (texts: string[]) => void;
  onFiles: (files: File[]) => void;
};

/** Under a part: what may be added to it, its count, and for a text that is too long the offer to make several parts of it. */
export function PartFoot(props: PartFootProps) {
  const { countId, counter, part, rules, otherParts, hasRules, onCut, onFiles } = props;
  const { text, files } = part;
  const isOver = counter?.kind === "over";
  const texts = useMemo(() => (isOver && rules ? rules.splitThread(text) : []), [isOver, rules, text]);
  const hasRoom = texts.length + otherParts <= policy.publish.maxParts;
  return (
    <div className="mt-1 flex min-h-8 items-center justify-between gap-x-3">
      {!isOver && <AttachButton files={files} hasRules={hasRules} onFiles={onFiles} />}
      {isOver && hasRoom && (
        <button
          type="button"
          onClick={() => onCut(texts)}
          className="-ml-2 h-8 rounded-md px-2 text-13 font-medium text-accent hover:bg-paper-sunk touch:h-11"
        >
          Split into {texts.length} parts
        </button>
      )}
      {isOver && !hasRoom && (
        <span className="text-13 text-muted">
          Too long for one thread: that makes {texts.length + otherParts} parts, and {policy.publish.maxParts}{" "}
          are the most.
        </span>
      )}
      <p
        id={countId}
        aria-live={isOver || counter?.kind === "near" ? "polite" : "off"}
        className={clsx(
          "tabular ml-auto shrink-0 text-right text-13",
          isOver ? "font-medium text-bad" : "text-muted",
        )}
      >
        {counter?.text}
      </p>
    </div>
  );
}
