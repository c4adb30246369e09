import { useRef, useState } from "react";
import { policy } from "~/domain/policy";
import type { FileDraft } from "./file-draft";
import { focusBeside } from "./focus-file";
import { newId } from "./new-id";
import { besideFile, changeFile, moveFile, putFile, removeFile } from "./part-files";
import {
  addAfter,
  cut,
  emptyPart,
  isEmpty,
  move,
  type PartDraft,
  putBack,
  remove,
  rewrite,
} from "./thread-draft";
import { type Uploads, useUploads } from "./use-uploads";

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
  /** What was done last can be taken back; null once that makes no sense any more. */
  undo: Undo | null;
  /** Puts the focus into a part. */
  focusOn: (key: string) => void;
  uploads: Uploads;
  changeFile: (fileKey: string, change: Partial<FileDraft>) => void;
  removeFile: (fileKey: string) => void;
  moveFile: (fileKey: string, by: 1 | -1) => void;
};

export type Undo = {
  /** Removed: a part that held something, which stood at this place (from 0). It can be put back whatever came after. */
  kind: "cut" | "removed";
  at: number;
  /** Nothing has changed since. */
  isFresh: boolean;
  run: () => void;
};

type Undoable =
  | { kind: "cut"; before: PartDraft[]; at: number }
  | { kind: "removed"; part: PartDraft; at: number; isFresh: boolean };

/** A thread being written. `onChange` hears of every change. */
export function useThread(initial: () => PartDraft[], onChange?: (parts: PartDraft[]) => unknown): Thread {
  const [parts, paint] = useState(initial);
  const [focus, setFocus] = useState<Thread["focus"]>(null);
  const [said, say] = useState("");
  const [undoable, setUndoable] = useState<Undoable | null>(null);
  // An upload ends when it ends: what it changes is what stands then.
  const latest = useRef(parts);

  const setParts = (next: PartDraft[]) => {
    latest.current = next;
    setUndoable((last) => (last?.kind === "removed" ? { ...last, isFresh: false } : null));
    paint(next);
    onChange?.(next);
  };
  const uploads = useUploads({
    filesOf: (partKey) => latest.current.find(({ key }) => key === partKey)?.files ?? [],
    put: (partKey, file) => setParts(putFile(latest.current, partKey, file)),
    change(fileKey, change) {
      setParts(changeFile(latest.current, fileKey, change));
      setUndoable((last) => {
        const [part] = last?.kind === "removed" ? changeFile([last.part], fileKey, change) : [];
        return last?.kind === "removed" && part ? { ...last, part } : last;
      });
    },
  });
  const undo = (last: Undoable) => {
    if (last.kind === "cut") return setParts(last.before);
    if (latest.current.length >= policy.publish.maxParts) return;
    setParts(putBack(latest.current, last.at, last.part));
    setUndoable(null);
    setFocus({ key: last.part.key });
    say(`Part ${last.at + 1} is back.`);
  };
  const indexOf = (key: string) => parts.findIndex((part) => part.key === key);
  return {
    parts,
    focus,
    said,
    canAdd: parts.length < policy.publish.maxParts,
    setParts(next) {
      setParts(next);
      setUndoable(null);
    },
    write: (key, text) => setParts(rewrite(latest.current, key, text)),
    addAfter(key) {
      if (latest.current.length >= policy.publish.maxParts) return;
      const part = emptyPart(newId());
      setParts(addAfter(latest.current, key, part));
      setFocus(part);
      say(`Part ${indexOf(key) + 2} was added.`);
    },
    remove(key) {
      const at = indexOf(key);
      const part = latest.current[at];
      const next = remove(latest.current, key);
      setParts(next);
      if (part && !isEmpty(part)) setUndoable({ kind: "removed", part, at, isFresh: true });
      setFocus(next[Math.max(at - 1, 0)] ?? null);
      say(`Part ${at + 1} was removed.`);
    },
    move(key, by) {
      const next = move(latest.current, key, by);
      if (next === latest.current) return;
      setParts(next);
      keepFocus();
      say(`Moved: it is part ${indexOf(key) + by + 1} now.`);
    },
    cut(key, texts) {
      const before = latest.current;
      setParts(cut(before, key, texts, newId));
      setUndoable({ kind: "cut", before, at: indexOf(key) });
      setFocus({ key });
      say(`Split into ${texts.length} parts.`);
    },
    uploads,
    changeFile: (fileKey, change) => setParts(changeFile(latest.current, fileKey, change)),
    removeFile(fileKey) {
      uploads.drop(fileKey);
      const next = besideFile(latest.current, fileKey);
      setParts(removeFile(latest.current, fileKey));
      if (next) requestAnimationFrame(() => focusBeside(next));
      say("The file was taken out.");
    },
    moveFile(fileKey, by) {
      setParts(moveFile(latest.current, fileKey, by));
      keepFocus();
    },
    undo: undoable && { isFresh: true, ...undoable, run: () => undo(undoable) },
    focusOn: (key) => setFocus({ key }),
  };
}

/** What changes place in the page loses the focus; it gets it back, field or button. */
function keepFocus(): void {
  const active = document.activeElement;
  requestAnimationFrame(() => active instanceof HTMLElement && active.focus());
}
