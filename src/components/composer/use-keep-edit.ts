import { useEffect } from "react";
import { type KeptEdit, keepEdit } from "./kept-edit";

/** Keeps what is not saved yet on this device, at every change; null for nothing. */
export function useKeepEdit(tweetId: string, edit: KeptEdit | null): void {
  const written = JSON.stringify(edit);
  useEffect(() => keepEdit(tweetId, JSON.parse(written)), [tweetId, written]);
}
