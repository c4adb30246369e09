import type { Overlay } from "../shell/studio-context";

/** Where notices appear: not over the buttons of what stands over the page, which are at its lower edge. */
export function noticesAt(overlay: Overlay | null): "top-center" | "bottom-center" {
  return overlay === null || overlay.kind === "menu" ? "bottom-center" : "top-center";
}
