import { ArrowDown, ArrowUp, RotateCcw, X } from "lucide-react";
import { MediaPreview } from "../media/media-preview";
import { AltField } from "./alt-field";
import { type FileDraft, fileName } from "./file-draft";
import { type Tool, ToolButtons } from "./tool-buttons";

type FileItemProps = {
  file: FileDraft;
  /** From 1. */
  position: number;
  count: number;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
  /** Null where its bytes are not here any more. */
  onRetry: (() => void) | null;
  /** It could not be shown. */
  onGone: () => void;
  onDescribe: (altText: string) => void;
};

/** One file: how far its upload is or why it failed, and once it is there what it looks like and its description. */
export function FileItem({
  file,
  position,
  count,
  onMove,
  onRemove,
  onRetry,
  onGone,
  onDescribe,
}: FileItemProps) {
  const { upload, altText } = file;
  const name = fileName(file, position);
  const moves: Tool[] = [
    { label: `Move ${name} up`, icon: ArrowUp, isOpen: position > 1, act: () => onMove(-1) },
    { label: `Move ${name} down`, icon: ArrowDown, isOpen: position < count, act: () => onMove(1) },
  ];
  const again: Tool[] =
    upload.kind === "failed" && onRetry
      ? [{ label: `Upload ${name} again`, icon: RotateCcw, isOpen: true, act: onRetry }]
      : [];
  const remove: Tool = { label: `Remove ${name}`, icon: X, isOpen: true, act: onRemove };
  return (
    <li
      data-upload={upload.kind}
      data-file-key={file.key}
      className="flex flex-wrap gap-x-3 gap-y-2 border-b border-line py-3 sm:flex-nowrap"
    >
      {upload.kind === "ready" && (
        <MediaPreview media={{ ...upload.media, altText }} className="size-20 shrink-0" onGone={onGone} />
      )}
      <div
        className={`min-w-0 flex-1 ${upload.kind === "ready" ? "max-sm:order-last max-sm:basis-full" : ""}`}
      >
        {upload.kind === "uploading" && (
          <p className="text-13 text-muted">
            <span className="break-all">{file.name}</span>
            <progress
              aria-label={`Upload of ${name}`}
              max={100}
              value={upload.percent}
              className="mt-2 block h-1 w-full appearance-none accent-accent"
            />
          </p>
        )}
        {upload.kind === "failed" && (
          <p role="alert" className="text-13 text-bad">
            <span className="font-medium break-all">{file.name || upperFirst(name)}:</span> {upload.message}
          </p>
        )}
        {upload.kind === "ready" && <AltField name={name} value={altText} onChange={onDescribe} />}
      </div>
      <ToolButtons
        className="ml-auto shrink-0 self-start"
        tools={[...(count > 1 ? moves : []), ...again, remove]}
      />
    </li>
  );
}

const upperFirst = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
