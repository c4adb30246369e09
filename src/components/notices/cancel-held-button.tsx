import { useState } from "react";
import { Button } from "../ui/button";
import { CancelHeld } from "./cancel-held";

type CancelHeldButtonProps = { account: { id: string; handle: string }; waiting: number };

/** Opens the question whether all that waits on an account is to be cancelled. */
export function CancelHeldButton({ account, waiting }: CancelHeldButtonProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        Cancel them all
      </Button>
      {isAsking && <CancelHeld account={account} waiting={waiting} onDone={() => setAsking(false)} />}
    </>
  );
}
