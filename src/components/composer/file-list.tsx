import { FileItem } from "./file-item";
import type { PartDraft } from "./thread-draft";
import type { Thread } from "./use-thread";

type FileListProps = { part: PartDraft; thread: Thread };

/** The files of a part, in the order in which X shows them. */
export function FileList({ part, thread }: FileListProps) {
  const { files } = part;
  if (files.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-col border-t border-line">
      {files.map((file, index) => (
        <FileItem
          key={file.key}
          file={file}
          position={index + 1}
          count={files.length}
          onMove={(by) => thread.moveFile(file.key, by)}
          onRemove={() => thread.removeFile(file.key)}
          onRetry={thread.uploads.canRetry(file.key) ? () => thread.uploads.retry(part.key, file.key) : null}
          onGone={() => thread.uploads.look(file)}
          onDescribe={(altText) => thread.changeFile(file.key, { altText })}
        />
      ))}
    </ul>
  );
}
