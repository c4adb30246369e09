import { useEffect, useRef } from "react";
import { Button } from "../ui/button";
import { cancelHeldQuestion, type Waiting } from "./cancel-held-words";
import { useHolds } from "./use-holds";

type CancelHeldProps = Waiting & { account: { id: string; handle: string }; onDone: () => void };

/** Asks once before all that waits on an account is cancelled. The focus starts on the way back. */
export function CancelHeld({ account, waiting, started, onDone }: CancelHeldProps) {
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
      <legend className="float-left mb-2 w-full text-13">{cancelHeldQuestion({ waiting, started })}</legend>
      <Button
        look="danger"
        isBusy={holds.isBusy}
        busyLabel="Cancelling…"
        onClick={async ({ currentTarget }) => {
          // The question goes, and with nothing left to wait the banner may go too.
          const around = currentTarget.closest<HTMLElement>('[role="dialog"], main');
          await holds.cancelHeld(account);
          onDone();
          around?.focus({ preventScroll: true });
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
