import { clsx } from "clsx";
import { useId } from "react";
import { useFocusOnMount } from "../ui/use-focus-on-mount";
import { counterState } from "./counter";
import { useWeightedLength } from "./use-weighted-length";

type TextFieldProps = { value: string; onChange: (text: string) => void; hasFocus?: boolean };

/** The tweet, set as it will be read, with X's own count under it. */
export function TextField({ value, onChange, hasFocus = false }: TextFieldProps) {
  const id = useId();
  const ref = useFocusOnMount<HTMLTextAreaElement>(hasFocus);
  const length = useWeightedLength(value);
  const counter = length === null ? null : counterState(value, length);
  const isOver = counter?.kind === "over";
  return (
    <div className="flex h-full flex-col">
      <label htmlFor={id} className="text-13 font-medium">
        Text
      </label>
      <textarea
        dir="auto"
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        ref={ref}
        rows={5}
        aria-invalid={isOver || undefined}
        aria-describedby={`${id}-count`}
        className={clsx(
          "mt-1 block max-h-96 min-h-36 sm:max-h-none w-full grow resize-none rounded-md border bg-paper-raised px-3 py-2.5 text-16 text-ink [field-sizing:content]",
          isOver ? "border-bad" : "border-line-strong",
        )}
      />
      <p
        id={`${id}-count`}
        aria-live={counter?.kind === "over" || counter?.kind === "near" ? "polite" : "off"}
        className={clsx(
          "tabular mt-1 h-5 text-right text-13",
          isOver ? "font-medium text-bad" : "text-muted",
        )}
      >
        {counter?.text}
      </p>
    </div>
  );
}
