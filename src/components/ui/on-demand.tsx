import { type ComponentType, useEffect, useState } from "react";

/** A part of the page whose code is not in the first load. */
export type Part<Props> = {
  load: () => Promise<ComponentType<Props>>;
  /** Once it has come. */
  loaded?: ComponentType<Props>;
};

/** Fetches a part's code ahead of its use. A failure is met again, and said, when it is used. */
export function prefetch<Props>(part: Part<Props>): Promise<void> {
  return fetchPart(part).then(
    () => undefined,
    () => undefined,
  );
}

/**
 * Shows a part, at once where its code has come. React's own `lazy` would hold it back for up to 300 ms even then,
 * and what is typed meanwhile would be lost.
 */
export function OnDemand<Props extends object>({ part, props }: { part: Part<Props>; props: Props }) {
  const [Loaded, setLoaded] = useState(() => part.loaded);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (Loaded) return;
    let isGone = false;
    fetchPart(part).then(
      (component) => !isGone && setLoaded(() => component),
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [Loaded, part]);
  if (Loaded) return <Loaded {...props} />;
  return hasFailed ? (
    <p
      role="alert"
      className="fixed inset-x-4 bottom-20 z-50 rounded-lg border border-line bg-paper-raised p-4"
    >
      Roost's server did not answer, so this could not be opened. Try again in a moment.
    </p>
  ) : null;
}

async function fetchPart<Props>(part: Part<Props>): Promise<ComponentType<Props>> {
  part.loaded ??= await part.load();
  return part.loaded;
}
