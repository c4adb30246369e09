import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../ui/button";
import { paintQueue } from "./queue-cache";
import { useQueueReader } from "./queue-context";

/** Opens the next page of upcoming tweets under those that are shown. */
export function MoreTweets() {
  const reader = useQueueReader();
  const queryClient = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const more = async () => {
    setBusy(true);
    reader.openPage();
    await paintQueue(queryClient).finally(() => setBusy(false));
  };
  return (
    <Button look="line" isBusy={isBusy} busyLabel="Reading…" onClick={() => void more()}>
      Show later tweets
    </Button>
  );
}
