"use client";

import { useEffect, useRef } from "react";
import { useQueue } from "../queue/use-queue";
import { scheduledPath } from "../shell/paths";
import { notify } from "../ui/notify";
import { type Connection, connectedWords } from "./connected-words";

/** Says once what came of connecting an account: in a corner where it is done, on the page where it is the wrong one. */
export function ConnectionNote({ connection }: { connection: Connection }) {
  const { view } = useQueue();
  const words = view ? connectedWords(connection, view.accounts) : null;
  const isSaid = useRef(false);
  useEffect(() => {
    if (!words || isSaid.current) return;
    isSaid.current = true;
    // Read again, the page would say it again.
    window.history.replaceState(null, "", scheduledPath);
    if (!words.isWrong) void notify(words);
  }, [words]);
  if (!words?.isWrong) return null;
  return (
    <p role="alert" className="mb-6 border-l-2 border-bad pl-4 text-14">
      {words.title}. {words.lines.join(" ")}
    </p>
  );
}
