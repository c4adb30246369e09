import { Button } from "../ui/button";
import type { Thread } from "./use-thread";

/** Where a part stood that held something, until it is put back or something else is taken out. */
export function RemovedPart({ thread: { undo, canAdd } }: { thread: Thread }) {
  if (!undo) return null;
  return (
    <li className="flex min-h-8 items-center gap-1 text-13 text-muted">
      <span>Part {undo.at + 1} was removed.</span>
      {canAdd && (
        <Button look="quiet" onClick={undo.run}>
          Put it back
        </Button>
      )}
    </li>
  );
}
