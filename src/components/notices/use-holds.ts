import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/context";
import { readError } from "~/trpc/read-error";
import { paintQueue } from "../queue/queue-cache";
import { notify } from "../ui/notify";

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

  async function tell(command: () => Promise<string>): Promise<void> {
    try {
      await notify({ title: await command() });
    } catch (error) {
      await notify({ title: "That was not done", lines: [readError(error).message] });
    }
  }
  return {
    isBusy: pause.isPending || unpause.isPending || cancelHeld.isPending,
    pause: ({ id, handle }: Account) =>
      tell(async () => {
        await pause.mutateAsync({ accountId: id });
        return `@${handle} is paused: its tweets wait`;
      }),
    unpause: ({ id, handle }: Account) =>
      tell(async () => {
        await unpause.mutateAsync({ accountId: id });
        return `@${handle} goes on`;
      }),
    cancelHeld: ({ id }: Account) =>
      tell(async () => {
        const { cancelled, left } = await cancelHeld.mutateAsync({ accountId: id });
        const done = cancelled === 1 ? "1 tweet is cancelled" : `${cancelled} tweets are cancelled`;
        return left === 0 ? done : `${done}; ${left} still wait`;
      }),
  };
}
