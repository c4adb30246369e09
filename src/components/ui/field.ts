/** The look of a one-line field. 16 px on touch, below which phones zoom into a field. */
export const inputClass =
  "mt-1 h-9 w-full min-w-0 rounded-md border border-line-strong bg-paper-raised px-3 text-14 text-ink placeholder:text-muted touch:h-11 touch:text-16";
