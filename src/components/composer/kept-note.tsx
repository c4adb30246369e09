import { Button } from "../ui/button";

/** Changes that were not saved the last time stand in the fields again. */
export function KeptNote({ onDiscard }: { onDiscard: () => void }) {
  return (
    <p role="status" className="-mx-2 flex flex-wrap items-center gap-x-1 text-13 text-muted">
      <span className="px-2">Your changes from before are back. They are not saved yet.</span>
      <Button look="quiet" onClick={onDiscard}>
        Discard them
      </Button>
    </p>
  );
}
