import { clsx } from "clsx";
import { useId } from "react";
import { policy } from "~/domain/policy";

type AltFieldProps = { name: string; value: string; onChange: (altText: string) => void };

/** The description of a file, for those who do not see it. */
export function AltField({ name, value, onChange }: AltFieldProps) {
  const id = useId();
  const max = policy.media.maxAltTextCharacters;
  const overBy = value.length - max;
  const isOver = overBy > 0;
  return (
    <div>
      <label htmlFor={id} className="text-13 font-medium">
        Description<span className="sr-only"> of {name}</span>
      </label>
      <textarea
        dir="auto"
        id={id}
        rows={1}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={isOver || undefined}
        aria-describedby={`${id}-said`}
        className={clsx(
          "mt-1 block max-h-40 min-h-9 w-full resize-none rounded-md border bg-paper-raised px-3 py-1.5 text-14 text-ink [field-sizing:content] touch:min-h-11 touch:text-16",
          isOver ? "border-bad" : "border-line-strong",
        )}
      />
      <p id={`${id}-said`} className="mt-1 flex justify-between gap-3 text-12 text-muted">
        <span>{value.trim() === "" && "Say what it shows, for those who do not see it."}</span>
        <span className={clsx("tabular shrink-0", isOver && "font-medium text-bad")}>
          {isOver ? `${overBy} over ${max}` : `${value.length} / ${max}`}
        </span>
      </p>
    </div>
  );
}
