"use client";

import { RefreshCw } from "lucide-react";
import { Button } from "../ui/button";
import { useSync } from "./use-sync";

/** Compares the whole queue with QStash, on demand. */
export function SyncButton() {
  const { isBusy, sync } = useSync();
  return (
    <Button look="line" isBusy={isBusy} busyLabel={<SyncingLabel />} onClick={() => void sync()}>
      <RefreshCw aria-hidden className="size-4 sm:hidden" />
      <span className="max-sm:sr-only">Sync with QStash</span>
    </Button>
  );
}

function SyncingLabel() {
  return (
    <>
      <RefreshCw aria-hidden className="inline size-4 motion-safe:animate-spin sm:hidden" />
      <span className="max-sm:sr-only">Syncing…</span>
    </>
  );
}
