"use client";

import { useStudio } from "../shell/studio-context";
import { Button } from "../ui/button";

/** What stands where no tweet is queued: how to begin, and what syncing is for. */
export function EmptyQueue({ hasAccount }: { hasAccount: boolean }) {
  const { open } = useStudio();
  return (
    <div className="max-w-prose py-8">
      <h2 className="text-16 font-medium">Nothing is scheduled</h2>
      <p className="mt-2 text-14 text-muted">
        {hasAccount
          ? "Write a tweet and give it a time. Roost hands it to QStash, which calls back at that second."
          : "Connect an X account first, from the menu with your name. Then write a tweet and give it a time."}
      </p>
      <p className="mt-2 text-14 text-muted">
        The line at the top says whether QStash still has every queued tweet. It is checked while you look at
        this page, and around the clock without you. “Sync with QStash” checks all of them now: a tweet whose
        message was removed there comes back here under Unscheduled, with its text and time.
      </p>
      {hasAccount && (
        <Button look="solid" className="mt-5" onClick={() => open({ kind: "compose" })}>
          Write a tweet
        </Button>
      )}
    </div>
  );
}
