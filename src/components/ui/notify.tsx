import type { ReactNode } from "react";

export type Notice = {
  /** By which it can be taken back. */
  id?: string;
  title: string;
  lines?: string[];
  icon?: ReactNode;
  undo?: () => void;
};

/** Long enough to read a sentence and a name or two. */
const readMs = 6000;
/** What can be undone can be for this long. */
const undoMs = 10_000;

let markMounted: () => void = () => undefined;
const mounted = new Promise<void>((resolve) => {
  markMounted = resolve;
});

/** Called by the place where notices appear, once it stands. */
export const noticesMounted = () => markMounted();

let dismiss: (id: string) => void = () => undefined;

/** Ends a notice that no longer holds. One that is not shown is none. */
export const takeBack = (id: string) => dismiss(id);

/** Says something in a corner, for some seconds. The code for it is loaded with the first notice. */
export async function notify(notice: Notice): Promise<void> {
  window.dispatchEvent(new Event(noticesWanted));
  const [{ toast }] = await Promise.all([import("sonner"), mounted]);
  dismiss = toast.dismiss;
  toast(notice.title, {
    ...(notice.id && { id: notice.id }),
    description: notice.lines?.map((line) => <p key={line}>{line}</p>),
    icon: notice.icon,
    duration: notice.undo ? undoMs : readMs,
    action: notice.undo && { label: "Undo", onClick: notice.undo },
  });
}

export const noticesWanted = "roost:notices-wanted";
