import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from "react";
import { counterState } from "./counter";
import { FileList } from "./file-list";
import { filesToPaste } from "./files-to-paste";
import { PartFoot } from "./part-foot";
import { PartTools } from "./part-tools";
import type { PartDraft } from "./thread-draft";
import type { TextRules } from "./use-text-rules";
import type { Thread } from "./use-thread";

export type PartFieldProps = {
  part: PartDraft;
  /** From 1. */
  position: number;
  count: number;
  rules: TextRules | null;
  /** A new object each time that the field is to take the focus. */
  focus: object | null;
  /** It takes the focus when the composer opens. */
  hasFocus: boolean;
  /** It says what a part may show; once for all of them is enough. */
  hasRules: boolean;
  canAdd: boolean;
  canMoveUp: boolean;
  canMoveDown: boolean;
  onWrite: (text: string) => void;
  onAdd: () => void;
  onRemove: () => void;
  onMove: (by: 1 | -1) => void;
  onCut: (texts: string[]) => void;
  thread: Thread;
};

/**
 * One part, set as it will be read. Ctrl or ⌘ with Shift and Enter adds one after it; Alt with an arrow moves it; Ctrl or ⌘
 * with Z takes back what has just been done to the parts.
 */
export function PartField(props: PartFieldProps) {
  const { part, position, count, rules, focus, hasFocus, onWrite, thread } = props;
  const id = useId();
  const ref = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const field = ref.current;
    if (!field || (!hasFocus && !focus)) return;
    field.focus();
    // Writing goes on behind what is there.
    field.setSelectionRange(field.value.length, field.value.length);
    if (focus) field.scrollIntoView({ block: "nearest" });
  }, [hasFocus, focus]);

  const counter = useMemo(
    () => rules && counterState(part.text, rules.weightedLength(part.text)),
    [rules, part.text],
  );
  const isOver = counter?.kind === "over";
  const isOnly = count === 1;

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const act = actOfKey(event, props);
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <>
      <div className="flex min-h-8 items-center justify-between gap-4">
        <label htmlFor={id} className="tabular text-13 font-medium">
          {isOnly ? "Text" : `Part ${position} of ${count}`}
        </label>
        {!isOnly && <PartTools {...props} />}
      </div>
      <textarea
        dir="auto"
        id={id}
        value={part.text}
        onChange={(event) => onWrite(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = filesToPaste(event.clipboardData);
          if (files.length === 0) return;
          event.preventDefault();
          thread.uploads.add(part.key, files);
        }}
        ref={ref}
        rows={isOnly ? 5 : 3}
        aria-invalid={isOver || undefined}
        aria-describedby={`${id}-count`}
        className={clsx(
          "block max-h-96 w-full resize-none rounded-md border bg-paper-raised px-3 py-2.5 text-16 text-ink [field-sizing:content] scroll-mt-24 scroll-mb-24 sm:max-h-[48dvh]",
          isOnly ? "min-h-36 grow" : "min-h-24",
          isOver ? "border-bad" : "border-line-strong",
        )}
      />
      <PartFoot
        countId={`${id}-count`}
        counter={counter}
        part={part}
        rules={rules}
        otherParts={count - 1}
        hasRules={props.hasRules}
        onCut={props.onCut}
        onFiles={(files) => thread.uploads.add(part.key, files)}
      />
      <FileList part={part} thread={thread} />
    </>
  );
}

function actOfKey(event: KeyboardEvent<HTMLTextAreaElement>, props: PartFieldProps): (() => void) | null {
  const { part, count, canAdd, onAdd, onRemove, onMove, thread } = props;
  const { key, shiftKey, altKey } = event;
  if (event.nativeEvent.isComposing) return null;
  if (key === "Enter" && shiftKey && (event.metaKey || event.ctrlKey))
    return canAdd ? onAdd : () => undefined;
  // The browser's own undo knows nothing of parts: it would take back what was typed before, in whichever of them.
  if (thread.undo?.isFresh && key.toLowerCase() === "z" && (event.metaKey || event.ctrlKey) && !shiftKey)
    return thread.undo.run;
  if (altKey && !shiftKey && key === "ArrowUp") return () => onMove(-1);
  if (altKey && !shiftKey && key === "ArrowDown") return () => onMove(1);
  if (key === "Backspace" && part.text === "" && part.files.length === 0 && count > 1) return onRemove;
  return null;
}
