import { useEffect } from "react";
import { Toaster } from "sonner";
import { useStudio } from "../shell/studio-context";
import { noticesAt } from "./notices-at";
import { noticesMounted } from "./notify";

/** Above the bar at the bottom of a narrow page; beside what stands over it, at its upper edge. */
const mobileOffset = { top: "0.5rem", bottom: "5.5rem", left: "1rem", right: "1rem" };

export function Toasts() {
  const { overlay } = useStudio();
  useEffect(noticesMounted, []);
  return (
    <Toaster
      position={noticesAt(overlay)}
      offset={{ top: "0.5rem", bottom: "1.5rem" }}
      style={{ fontFamily: "inherit" }}
      mobileOffset={mobileOffset}
      toastOptions={{
        unstyled: true,
        classNames: {
          // The way to close what stands over the page stays free.
          toast: `flex w-full items-start gap-3 rounded-lg border border-line bg-paper-raised p-4 text-14 text-ink shadow-lg sm:w-96 ${overlay ? "max-sm:max-w-[calc(100vw-5rem)]" : ""}`,
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "mt-1 flex flex-col gap-1.5 text-13 text-muted break-words",
          actionButton:
            "ml-auto shrink-0 rounded-md px-3 py-1.5 font-medium text-accent hover:bg-paper-sunk touch:min-h-11",
        },
      }}
    />
  );
}
