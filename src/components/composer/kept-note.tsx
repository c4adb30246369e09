import { Button } from "../ui/button";

/** Changes that were not saved the last time stand in the fields again. */
export function KeptNote({ onDiscard }: { onDiscard: () => void }) {
  return (
    <p role="status" className="-my-2 flex flex-wrap items-center gap-x-4 text-13 text-muted">
      Your changes from before are back, not saved yet.
      <Button look="quiet" className="-mx-3" onClick={onDiscard}>
        Discard them
      </Button>
    </p>
  );
}
