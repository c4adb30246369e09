// Which scenarios a run is about, as a person names them.

/**
 * @param text names with commas between them; some have commas of their own.
 * @throws Error with all names where one is unknown.
 */
export function whichScenarios(text: string, names: readonly string[]): string[] {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const chosen: string[] = [];
  for (let rest = text.trim(); rest !== ""; ) {
    const name = longestFirst.find((candidate) => rest === candidate || rest.startsWith(`${candidate},`));
    if (!name) throw new Error(`No scenario begins "${rest}". There are:\n  ${names.join("\n  ")}`);
    chosen.push(name);
    rest = rest.slice(name.length + 1).trim();
  }
  return chosen;
}

/** Every so manieth of many: `number` from 1 to `of`. */
export type Slice = { number: number; of: number };

/** `2/5` as a person types it. @throws Error with a sentence for anything else. */
export function readSlice(text: string): Slice {
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!number || !of || number > of) throw new Error(`"${text}" names no slice. Write it as 2/5.`);
  return { number, of };
}
