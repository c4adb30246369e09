import { Button } from "../ui/button";

/** What the person had written gave way to the tweet as it stands, and can come back. */
export function AsideNote({ onPutBack }: { onPutBack: () => void }) {
  return (
    <p role="status" className="-my-2 flex flex-wrap items-center gap-x-4 text-13 text-muted">
      Your own changes were put aside.
      <Button look="quiet" className="-mx-3" onClick={onPutBack}>
        Put them back
      </Button>
    </p>
  );
}
