import { usePathname } from "next/navigation";
import { composePath } from "./paths";
import { useStudio } from "./studio-context";

/** Starts composing: in a dialog over the page; on the composer's own page, in its field. */
export function useComposeAct(): () => void {
  const { open } = useStudio();
  const isThere = usePathname() === composePath;
  return () => {
    if (isThere) document.querySelector<HTMLElement>("#main textarea")?.focus();
    else open({ kind: "compose" });
  };
}
