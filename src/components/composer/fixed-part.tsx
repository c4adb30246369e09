import type { PartView } from "~/server/tweets/view";
import { PartState } from "../tweet/part-state";

type FixedPartProps = Pick<PartView, "text" | "state" | "postUrl"> & { position: number; count: number };

/** A part that is on X already, between those that may still be changed. */
export function FixedPart({ position, count, text, state, postUrl }: FixedPartProps) {
  return (
    <div className="border-l-2 border-line pl-3">
      <p className="flex items-baseline justify-between gap-4 text-13">
        <span className="tabular font-medium">
          Part {position} of {count}
        </span>
        <PartState state={state} postUrl={postUrl} />
      </p>
      <p dir="auto" className="mt-1 text-16 break-words whitespace-pre-line text-muted">
        {text}
      </p>
    </div>
  );
}
