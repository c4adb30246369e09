import { useEffect, useRef } from "react";
import { Button } from "../ui/button";
import { useHolds } from "./use-holds";

type CancelHeldProps = { account: { id: string; handle: string }; waiting: number; onDone: () => void };

/** Asks once before all that waits on an account is cancelled. The focus starts on the way back. */
export function CancelHeld({ account, waiting, onDone }: CancelHeldProps) {
  const holds = useHolds();
  const noRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    noRef.current?.focus();
  }, []);
  const these = waiting === 1 ? "1 tweet" : `${waiting} tweets`;
  return (
    <fieldset
      className="appear flex w-full flex-wrap items-center gap-2"
      onKeyDown={(event) => event.key === "Escape" && onDone()}
    >
      <legend className="float-left mb-2 w-full text-13">
        {waiting === 1 ? "It is not posted, and its text is" : "They are not posted, and their texts are"}{" "}
        kept under Cancelled.
      </legend>
      <Button
        look="danger"
        isBusy={holds.isBusy}
        busyLabel="Cancelling…"
        onClick={async () => {
          await holds.cancelHeld(account);
          onDone();
        }}
      >
        Cancel {these} of @{account.handle}
      </Button>
      <Button ref={noRef} onClick={onDone}>
        Keep {waiting === 1 ? "it" : "them"} waiting
      </Button>
    </fieldset>
  );
}
