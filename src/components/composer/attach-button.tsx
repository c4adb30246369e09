import { ImagePlus } from "lucide-react";
import { useId, useRef } from "react";
import { policy } from "~/domain/policy";
import { Button } from "../ui/button";
import { acceptedTypes, mediaRules } from "./check-file";
import type { FileDraft } from "./file-draft";

type AttachButtonProps = { files: FileDraft[]; hasRules: boolean; onFiles: (files: File[]) => void };

/** Chooses files for a part; what it may show is said beside it. */
export function AttachButton({ files, hasRules, onFiles }: AttachButtonProps) {
  const ref = useRef<HTMLInputElement>(null);
  const id = useId();
  const isFull = files.length >= (files.every(({ kind }) => kind === "IMAGE") ? policy.media.maxImages : 1);
  return (
    <span className="flex min-w-0 items-center gap-1">
      <input
        ref={ref}
        type="file"
        multiple
        accept={acceptedTypes}
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button
        look="quiet"
        data-attach
        className="-ml-2 px-2"
        aria-disabled={isFull}
        aria-describedby={id}
        onClick={() => !isFull && ref.current?.click()}
      >
        <ImagePlus aria-hidden className="size-4" /> Add media
      </Button>
      <span id={id} className={isFull || hasRules ? "text-12 text-muted" : "sr-only"}>
        {isFull ? "No more fit beside these." : mediaRules}
      </span>
    </span>
  );
}
