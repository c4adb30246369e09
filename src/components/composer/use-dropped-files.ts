import { useEffect, useRef } from "react";

/**
 * Files that are dropped anywhere on the page go to the part under them, else to the last one. Without this the browser
 * would leave the page and show the file.
 * @param onFiles `partKey` is null where they fell beside every part.
 */
export function useDroppedFiles(onFiles: (partKey: string | null, files: File[]) => void): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const allow = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const take = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const part =
        event.target instanceof Element ? event.target.closest<HTMLElement>("[data-part-key]") : null;
      latest.current(part?.dataset.partKey ?? null, [...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener("dragover", allow);
    window.addEventListener("drop", take);
    return () => {
      window.removeEventListener("dragover", allow);
      window.removeEventListener("drop", take);
    };
  }, []);
}
