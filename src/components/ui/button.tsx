import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";

type Look = "solid" | "line" | "quiet" | "danger";

const looks: Record<Look, string> = {
  solid: "bg-accent text-accent-ink hover:opacity-90",
  line: "border border-line bg-paper-raised text-ink hover:bg-paper-sunk",
  quiet: "text-accent hover:bg-paper-sunk",
  danger: "border border-bad bg-paper-raised text-bad hover:bg-paper-sunk",
};

const shape =
  "inline-flex h-8 touch:min-h-11 shrink-0 items-center justify-center gap-2 rounded-md px-3 text-13 font-medium whitespace-nowrap motion-safe:transition-colors duration-[140ms] ease-out aria-disabled:opacity-55";

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = "line", className?: string): string {
  return clsx(shape, looks[look], className);
}

type ButtonProps = ComponentProps<"button"> & {
  look?: Look;
  /** Working: it says so, keeps its width and its focus, and ignores presses. */
  isBusy?: boolean;
  busyLabel?: ReactNode;
};

/** A button. While busy its label stays in place, unseen, so that its width is kept. */
export function Button({ look, isBusy = false, busyLabel, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || rest["aria-disabled"]}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : rest.onClick}
      className={buttonClass(look, className)}
    >
      {busyLabel ? (
        <span className="grid">
          <span
            className={clsx(
              "col-start-1 row-start-1 inline-flex items-center justify-center gap-2",
              isBusy && "invisible",
            )}
          >
            {children}
          </span>
          <span
            className={clsx("col-start-1 row-start-1 text-center", !isBusy && "invisible")}
            aria-hidden={!isBusy}
          >
            {busyLabel}
          </span>
        </span>
      ) : (
        children
      )}
    </button>
  );
}
