/** Puts the focus on a file of the composer: its description, or where it has none the way to take it out. */
export function focusFile(fileKey: string): void {
  const item = document.querySelector(`[data-file-key="${fileKey}"]`);
  const target = item?.querySelector("textarea") ?? [...(item?.querySelectorAll("button") ?? [])].at(-1);
  target?.focus();
}
