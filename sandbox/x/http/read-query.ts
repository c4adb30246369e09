import { type InvalidParameter, invalidRequest, notServed } from "./problems";
import { Refusal } from "./reply";

/**
 * The query of a read, or X's 400 for a parameter that X does not have, or 501 for one that only the
 * sandbox does not have.
 */
export function readQuery(
  query: URLSearchParams,
  names: { served: string[]; unserved: string[] },
): Record<string, string> {
  const known = [...names.served, ...names.unserved];
  const wrong: InvalidParameter[] = [...query.entries()]
    .filter(([name]) => !known.includes(name))
    .map(([name, value]) => ({
      parameters: { [name]: [value] },
      message: `The query parameter [${name}] is not one of [${known.join(",")}]`,
    }));
  if (wrong.length > 0) throw new Refusal(invalidRequest(wrong));
  const unserved = names.unserved.find((name) => query.has(name));
  if (unserved) throw new Refusal(notServed(`the query parameter ${unserved}`));
  return Object.fromEntries(query.entries());
}

/** A comma-separated list, each word checked. */
export function readList(
  name: string,
  value: string | undefined,
  words: { known: string[]; isServed: (word: string) => boolean },
): string[] {
  const given = (value ?? "").split(",").filter(Boolean);
  for (const word of given) {
    if (!words.known.includes(word)) {
      throw new Refusal(
        invalidRequest([invalidValue(name, word, `is not one of [${words.known.join(",")}]`)]),
      );
    }
    if (!words.isServed(word)) throw new Refusal(notServed(`${name}=${word}`));
  }
  return given;
}

/** X's words for a value that it does not take. */
export function invalidValue(name: string, value: string, why: string): InvalidParameter {
  return {
    parameters: { [name]: [value] },
    message: `The \`${name}\` query parameter value [${value}] ${why}`,
  };
}
