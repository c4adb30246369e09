import { useEffect, useState } from "react";

type Measure = (text: string) => number;

let loading: Promise<Measure> | null = null;

/** X's own counting rules are large; they are fetched with the first composer and kept. */
function loadMeasure(): Promise<Measure> {
  loading ??= import("twitter-text").then((module) => {
    const { parseTweet } = module.default;
    return (text) => parseTweet(text).weightedLength;
  });
  return loading;
}

/** A text's length as X weighs it (twitter-text 3.1.0); null until the rules have loaded. */
export function useWeightedLength(text: string): number | null {
  const [measure, setMeasure] = useState<Measure | null>(null);
  useEffect(() => {
    let isGone = false;
    loadMeasure().then(
      (loaded) => !isGone && setMeasure(() => loaded),
      () => {
        loading = null;
      },
    );
    return () => {
      isGone = true;
    };
  }, []);
  return measure ? measure(text) : null;
}
