import { useEffect, useState } from "react";

/** X's own rules about texts (twitter-text 3.1.0). */
export type TextRules = {
  weightedLength: (text: string) => number;
  splitThread: (text: string) => string[];
};

let loading: Promise<TextRules> | null = null;

/** The rules are large; they are fetched with the first composer and kept. */
function loadRules(): Promise<TextRules> {
  loading ??= Promise.all([import("~/domain/text"), import("~/domain/split-thread")]).then(
    ([{ weightedLength }, { splitThread }]) => ({ weightedLength, splitThread }),
  );
  return loading;
}

/** The rules by which X counts; null until they have loaded. */
export function useTextRules(): TextRules | null {
  const [rules, setRules] = useState<TextRules | null>(null);
  useEffect(() => {
    let isGone = false;
    loadRules().then(
      (loaded) => !isGone && setRules(loaded),
      () => {
        loading = null;
      },
    );
    return () => {
      isGone = true;
    };
  }, []);
  return rules;
}
