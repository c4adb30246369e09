import { PartState } from "../tweet/part-state";
import type { PartDraft } from "./thread-draft";

type FixedPartProps = {
  part: PartDraft;
  fixed: NonNullable<PartDraft["fixed"]>;
  position: number;
  count: number;
};

/** A part that is on X already, between those that may still be changed. */
export function FixedPart({ part, fixed, position, count }: FixedPartProps) {
  return (
    <div className="border-l-2 border-line pl-3">
      <p className="flex items-baseline justify-between gap-4 text-13">
        <span className="tabular font-medium">
          Part {position} of {count}
        </span>
        <PartState {...fixed} />
      </p>
      <p dir="auto" className="mt-1 text-16 break-words whitespace-pre-line text-muted">
        {part.text}
      </p>
      {part.files.length > 0 && (
        <p className="mt-1 text-13 text-muted">
          {part.files.length === 1 ? "With 1 file" : `With ${part.files.length} files`}
        </p>
      )}
    </div>
  );
}
