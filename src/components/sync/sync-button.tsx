"use client";

import { Button } from "../ui/button";
import { useSync } from "./use-sync";

/** Compares the whole queue with QStash, on demand. */
export function SyncButton() {
  const { isBusy, sync } = useSync();
  return (
    <Button look="line" isBusy={isBusy} busyLabel="Syncing…" onClick={() => void sync()}>
      Sync with QStash
    </Button>
  );
}
