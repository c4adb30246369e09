import { type RefObject, useEffect, useRef } from "react";

/** Focuses an element once, when it appears; before a dialog would choose one itself. */
export function useFocusOnMount<Element extends HTMLElement>(isWanted: boolean): RefObject<Element | null> {
  const ref = useRef<Element>(null);
  useEffect(() => {
    if (isWanted) ref.current?.focus();
  }, [isWanted]);
  return ref;
}
