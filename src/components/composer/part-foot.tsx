import { clsx } from "clsx";
import { useMemo } from "react";
import { AttachButton } from "./attach-button";
import { type CounterState, weightedLimit } from "./counter";
import { splitOffer } from "./split-offer";
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
  const overBy = isOver ? counter.over : null;
  const offer = useMemo(
    () =>
      overBy === null || !rules
        ? null
        : splitOffer(text, overBy + weightedLimit, otherParts, rules.splitThread),
    [overBy, rules, text, otherParts],
  );
  return (
    <div className="mt-1 flex min-h-8 items-center justify-between gap-x-3">
      {!isOver && <AttachButton files={files} hasRules={hasRules} onFiles={onFiles} />}
      {offer?.kind === "parts" && (
        <button
          type="button"
          onClick={() => onCut(offer.texts)}
          className="-ml-2 h-8 rounded-md px-2 text-13 font-medium text-accent hover:bg-paper-sunk touch:h-11"
        >
          Split into {offer.texts.length} parts
        </button>
      )}
      {offer?.kind === "tooLong" && <span className="text-13 text-muted">{offer.words}</span>}
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
