import { useEffect, useRef } from "react";

/** Tells, after a wait, whether the component has been taken off the page meanwhile. */
export function useIsGone(): () => boolean {
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  return () => isGone.current;
}
