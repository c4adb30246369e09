import type { Beside } from "./part-files";

/** Puts the focus on a file of the composer: its description, or where it has none the way to take it out. */
export function focusFile(fileKey: string): void {
  const item = document.querySelector(`[data-file-key="${fileKey}"]`);
  const target = item?.querySelector("textarea") ?? [...(item?.querySelectorAll("button") ?? [])].at(-1);
  target?.focus();
}

/** Puts the focus on a file that has come into another's place: on what takes it out; without one on "Add media". */
export function focusBeside({ partKey, fileKey }: Beside): void {
  const place = fileKey
    ? [...document.querySelectorAll<HTMLElement>(`[data-file-key="${fileKey}"] button`)].at(-1)
    : document.querySelector<HTMLElement>(`[data-part-key="${partKey}"] [data-attach]`);
  place?.focus();
}
