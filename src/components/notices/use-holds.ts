import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/context";
import { readError } from "~/trpc/read-error";
import { paintQueue } from "../queue/queue-cache";
import { useScheduleAll } from "../queue/use-schedule-all";
import { type Notice, notify } from "../ui/notify";
import { cancelHeldDone } from "./cancel-held-words";

type Account = { id: string; handle: string };

/** What an owner does about a hold, with what it says afterwards. None of them rejects. */
export function useHolds() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const callbacks = {
    onSettled: async () => {
      await Promise.all([
        paintQueue(queryClient),
        queryClient.invalidateQueries({ queryKey: trpc.notification.pathKey() }),
      ]);
    },
  };
  const pause = useMutation(trpc.account.pause.mutationOptions(callbacks));
  const unpause = useMutation(trpc.account.unpause.mutationOptions(callbacks));
  const cancelHeld = useMutation(trpc.account.cancel_held.mutationOptions(callbacks));

  const scheduleAll = useScheduleAll();

  async function tell(command: () => Promise<Notice>): Promise<void> {
    try {
      await notify(await command());
    } catch (error) {
      await notify({ title: "That was not done", lines: [readError(error).message] });
    }
  }
  return {
    isBusy: pause.isPending || unpause.isPending || cancelHeld.isPending,
    pause: ({ id, handle }: Account) =>
      tell(async () => {
        await pause.mutateAsync({ accountId: id });
        return { title: `@${handle} is paused: its tweets wait` };
      }),
    unpause: ({ id, handle }: Account) =>
      tell(async () => {
        await unpause.mutateAsync({ accountId: id });
        return { title: `@${handle} goes on` };
      }),
    cancelHeld: ({ id }: Account) =>
      tell(async () => {
        const answer = await cancelHeld.mutateAsync({ accountId: id });
        const { undoable } = answer;
        const undo = undoable.length > 0 ? () => void scheduleAll.scheduleAll(undoable) : undefined;
        return { ...cancelHeldDone(answer), undo };
      }),
  };
}
