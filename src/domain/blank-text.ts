// Whether a text shows anything at all.

/** White space, and marks that show nothing by themselves. */
const unseen = /[\s\p{Cf}]/gu;

export function isBlank(text: string): boolean {
  return text.replace(unseen, "") === "";
}
