import { Plus } from "lucide-react";
import { Fragment } from "react";
import { policy } from "~/domain/policy";
import { Key } from "../commands/key";
import { Button } from "../ui/button";
import { FixedPart } from "./fixed-part";
import { PartField } from "./part-field";
import { RemovedPart } from "./removed-part";
import { canMove } from "./thread-draft";
import { useDroppedFiles } from "./use-dropped-files";
import { useTextRules } from "./use-text-rules";
import type { Thread } from "./use-thread";

type ThreadFieldProps = {
  thread: Thread;
  hasFocus?: boolean;
  /** While it is sent: what falls on it then is not taken. */
  isFixed: boolean;
};

/** The parts of a tweet in one column, as they will be read, each with its own count. */
export function ThreadField({ thread, hasFocus = false, isFixed }: ThreadFieldProps) {
  const rules = useTextRules();
  const { parts, undo } = thread;
  const count = parts.length;
  const last = parts.at(-1);
  const removedAt = undo?.kind === "removed" ? Math.min(undo.at, count) : null;
  const firstOpen = parts.findIndex((part) => !part.fixed);

  useDroppedFiles((partKey, files) => {
    const open = parts.filter((part) => !part.fixed);
    const part = open.find(({ key }) => key === partKey) ?? open.at(-1);
    if (part && !isFixed) thread.uploads.add(part.key, files);
  });

  return (
    <div className="flex h-full flex-col gap-3">
      <ol className="flex grow flex-col gap-3">
        {parts.map((part, index) => (
          <Fragment key={part.key}>
            {removedAt === index && <RemovedPart thread={thread} />}
            <li data-part-key={part.key} className={count === 1 ? "flex grow flex-col" : ""}>
              {part.fixed ? (
                <FixedPart position={index + 1} count={count} part={part} fixed={part.fixed} />
              ) : (
                <PartField
                  part={part}
                  position={index + 1}
                  count={count}
                  rules={rules}
                  focus={thread.focus?.key === part.key ? thread.focus : null}
                  hasFocus={hasFocus && index === firstOpen}
                  hasRules={index === firstOpen}
                  canAdd={thread.canAdd}
                  canMoveUp={canMove(parts, part.key, -1)}
                  canMoveDown={canMove(parts, part.key, 1)}
                  onWrite={(text) => thread.write(part.key, text)}
                  onAdd={() => thread.addAfter(part.key)}
                  onRemove={() => thread.remove(part.key)}
                  onMove={(by) => thread.move(part.key, by)}
                  thread={thread}
                  onCut={(texts) => thread.cut(part.key, texts)}
                />
              )}
            </li>
          </Fragment>
        ))}
        {removedAt === count && <RemovedPart thread={thread} />}
      </ol>
      <div className="flex min-h-8 items-center gap-3">
        {thread.canAdd ? (
          <Button look="quiet" className="-ml-3" onClick={() => last && thread.addAfter(last.key)}>
            <Plus aria-hidden className="size-4" /> Add a part
          </Button>
        ) : (
          <p className="text-13 text-muted">
            A thread has {policy.publish.maxParts} parts at the most. Write the rest as another one.
          </p>
        )}
        {undo?.kind === "cut" && (
          <Button look="quiet" onClick={undo.run}>
            Make one part of it again
          </Button>
        )}
        {thread.canAdd && undo?.kind !== "cut" && (
          <span aria-hidden className="flex gap-1 touch:hidden">
            <Key>Ctrl ⇧ ↵</Key>
          </span>
        )}
      </div>
      <p role="status" className="sr-only">
        {thread.said}
      </p>
    </div>
  );
}
