import { useRef, useState } from "react";
import { Button } from "../ui/button";
import { CancelHeld } from "./cancel-held";
import type { Waiting } from "./cancel-held-words";

type CancelHeldButtonProps = Waiting & { account: { id: string; handle: string } };

/** Opens the question whether all that waits on an account is to be cancelled. */
export function CancelHeldButton({ account, waiting, started }: CancelHeldButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const onDone = () => {
    setAsking(false);
    button.current?.focus();
  };
  return (
    <>
      <Button ref={button} aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        Cancel them all
      </Button>
      {isAsking && <CancelHeld account={account} waiting={waiting} started={started} onDone={onDone} />}
    </>
  );
}
