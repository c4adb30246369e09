import { useState } from "react";
import { policy } from "~/domain/policy";
import { newId } from "./new-id";
import { addAfter, cut, emptyPart, move, type PartDraft, remove, rewrite } from "./thread-draft";

export type Thread = {
  parts: PartDraft[];
  /** The part that takes the focus once it is painted; a new object for each time. */
  focus: { key: string } | null;
  /** What has just changed place, for those who do not see it. */
  said: string;
  canAdd: boolean;
  setParts: (parts: PartDraft[]) => void;
  write: (key: string, text: string) => void;
  addAfter: (key: string) => void;
  remove: (key: string) => void;
  move: (key: string, by: 1 | -1) => void;
  /** Cuts one part into these texts. */
  cut: (key: string, texts: string[]) => void;
  /** Makes one part again of what was just cut; null once anything has changed since. */
  undoCut: (() => void) | null;
};

/** A thread being written. `onChange` hears of every change. */
export function useThread(initial: () => PartDraft[], onChange?: (parts: PartDraft[]) => unknown): Thread {
  const [parts, paint] = useState(initial);
  const [focus, setFocus] = useState<Thread["focus"]>(null);
  const [said, say] = useState("");
  const [uncut, setUncut] = useState<PartDraft[] | null>(null);

  const setParts = (next: PartDraft[]) => {
    setUncut(null);
    paint(next);
    onChange?.(next);
  };
  const indexOf = (key: string) => parts.findIndex((part) => part.key === key);
  return {
    parts,
    focus,
    said,
    canAdd: parts.length < policy.publish.maxParts,
    setParts,
    write: (key, text) => setParts(rewrite(parts, key, text)),
    addAfter(key) {
      if (parts.length >= policy.publish.maxParts) return;
      const part = emptyPart(newId());
      setParts(addAfter(parts, key, part));
      setFocus(part);
      say(`Part ${indexOf(key) + 2} was added.`);
    },
    remove(key) {
      const at = indexOf(key);
      const next = remove(parts, key);
      setParts(next);
      setFocus(next[Math.max(at - 1, 0)] ?? null);
      say(`Part ${at + 1} was removed.`);
    },
    move(key, by) {
      const next = move(parts, key, by);
      if (next === parts) return;
      setParts(next);
      keepFocus();
      say(`Moved: it is part ${indexOf(key) + by + 1} now.`);
    },
    cut(key, texts) {
      setParts(cut(parts, key, texts, newId));
      setUncut(parts);
      setFocus({ key });
      say(`Split into ${texts.length} parts.`);
    },
    undoCut: uncut && (() => setParts(uncut)),
  };
}

/** What changes place in the page loses the focus; it gets it back, field or button. */
function keepFocus(): void {
  const active = document.activeElement;
  requestAnimationFrame(() => active instanceof HTMLElement && active.focus());
}
