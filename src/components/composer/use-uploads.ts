import { useEffect, useRef } from "react";
import { usePersonHeader } from "~/trpc/use-person-header";
import { type Notice, notify } from "../ui/notify";
import { checkFile, seemingKind } from "./check-file";
import type { FileDraft } from "./file-draft";
import { goneWords, isGone } from "./gone-file";
import { newId } from "./new-id";
import { type Uploading, uploadFile } from "./upload-file";

/** Where the files of a thread are kept. */
export type FileShelf = {
  filesOf: (partKey: string) => FileDraft[];
  put: (partKey: string, file: FileDraft) => void;
  change: (fileKey: string, change: Partial<FileDraft>) => void;
};

export type Uploads = {
  add: (partKey: string, files: Iterable<File>) => void;
  retry: (partKey: string, fileKey: string) => void;
  /** Whether its bytes are still here. */
  canRetry: (fileKey: string) => boolean;
  /** Asks the server whether it still has a file that could not be shown, and says so where it has not. */
  look: (file: FileDraft) => void;
  /** Ends an upload that nobody wants any more. */
  drop: (fileKey: string) => void;
};

function notKept(count: number): Notice {
  const title = count === 1 ? "A file was not kept" : `${count} files were not kept`;
  return { title, lines: ["The composer was closed before all of it had reached Roost. Choose it again."] };
}

const refused = "The file could not be uploaded. Try again.";

/** Sends chosen files to the server, each by itself, and says beside each how far it is or why it failed. */
export function useUploads(shelf: FileShelf): Uploads {
  const personHeader = usePersonHeader();
  const chosen = useRef(new Map<string, File>());
  const running = useRef(new Map<string, Uploading>());
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const { stop } of all.values()) stop();
      if (all.size > 0) void notify(notKept(all.size));
    };
  }, []);

  function send(fileKey: string, file: File): void {
    const uploading = uploadFile(file, personHeader, (percent) =>
      shelf.change(fileKey, { upload: { kind: "uploading", percent } }),
    );
    running.current.set(fileKey, uploading);
    uploading.done
      .then(
        (media) => shelf.change(fileKey, { kind: media.kind, upload: { kind: "ready", media } }),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : refused;
          shelf.change(fileKey, { upload: { kind: "failed", message } });
        },
      )
      .finally(() => running.current.delete(fileKey));
  }

  /** What can be told without its bytes is told at once. */
  function start(fileKey: string, file: File, beside: FileDraft[]): FileDraft["upload"] {
    const problem = checkFile(file, beside);
    if (problem) return { kind: "failed", message: problem };
    send(fileKey, file);
    return { kind: "uploading", percent: 0 };
  }

  return {
    add(partKey, files) {
      for (const file of files) {
        const key = newId();
        chosen.current.set(key, file);
        const upload = start(key, file, shelf.filesOf(partKey));
        shelf.put(partKey, { key, name: file.name, kind: seemingKind(file), altText: "", upload });
      }
    },
    retry(partKey, fileKey) {
      const file = chosen.current.get(fileKey);
      if (!file) return;
      const beside = shelf.filesOf(partKey).filter(({ key }) => key !== fileKey);
      shelf.change(fileKey, { upload: start(fileKey, file, beside) });
    },
    canRetry: (fileKey) => chosen.current.has(fileKey),
    look({ key, upload }) {
      if (upload.kind !== "ready") return;
      void isGone(upload.media).then(
        (gone) => gone && shelf.change(key, { upload: { kind: "failed", message: goneWords } }),
      );
    },
    drop(fileKey) {
      running.current.get(fileKey)?.stop();
      running.current.delete(fileKey);
      chosen.current.delete(fileKey);
    },
  };
}
