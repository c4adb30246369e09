import { useState } from "react";
import { draftProblems } from "./draft-problems";
import { focusFile } from "./focus-file";
import { useTextRules } from "./use-text-rules";
import type { Thread } from "./use-thread";

/** Says why what is written cannot be sent, from the moment it was to be sent until that reason is gone. */
export function useDraftProblem(thread: Thread) {
  const rules = useTextRules();
  const [toldId, tell] = useState<string | null>(null);
  const weightedLength = rules?.weightedLength ?? null;
  const told =
    toldId === null ? null : draftProblems(thread.parts, weightedLength).find(({ id }) => id === toldId);

  /** Whether it can be sent. Where it cannot, what it is about gets the focus. */
  function isReady(): boolean {
    const [first] = draftProblems(thread.parts, weightedLength);
    tell(first?.id ?? null);
    if (first?.fileKey) focusFile(first.fileKey);
    else if (first) thread.focusOn(first.partKey);
    return first === undefined;
  }
  return { words: told?.words ?? null, isReady };
}
