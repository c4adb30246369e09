import type { BannerItem } from "~/server/notices/view";
import { ConnectAccount } from "../auth/connect-account";
import { Button } from "../ui/button";
import { CancelHeldButton } from "./cancel-held-button";
import { useHolds } from "./use-holds";

/** What its owner may do about a hold; cancelling what waits asks once, here, and names how many. */
export function BannerActs({ item: { acts, account, waiting, started } }: { item: BannerItem }) {
  const holds = useHolds();
  if (!account) return null;
  return (
    <div className="contents">
      {acts.includes("reconnect") && <ConnectAccount label="Connect it again" accountId={account.id} />}
      {acts.includes("unpause") && (
        <Button isBusy={holds.isBusy} busyLabel="Going on…" onClick={() => void holds.unpause(account)}>
          Continue
        </Button>
      )}
      {acts.includes("cancelHeld") && waiting > 0 && (
        <CancelHeldButton account={account} waiting={waiting} started={started} />
      )}
    </div>
  );
}
