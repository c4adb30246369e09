import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/context";
import { paintQueue } from "../queue/queue-cache";
import { useQueueReader } from "../queue/queue-context";
import { notify } from "../ui/notify";
import { syncProblem, syncWords } from "./sync-words";

/** A message that was not found once is looked for again after this: QStash writes its log with a delay. */
const secondLookS = 30;
/** Looks that follow by themselves; a suspect that stays one is left to the reconciler. */
const looksAfter = 2;
const msPerSecond = 1000;

/** Compares every queued tweet with QStash, says what was found, and looks again by itself at what is in doubt. */
export function useSync() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reader = useQueueReader();
  const mutation = useMutation(trpc.tweet.cleanup_orphaned_tweets.mutationOptions());
  const isBusy = useIsMutating({ mutationKey: trpc.tweet.cleanup_orphaned_tweets.mutationKey() }) > 0;

  async function sync(looksLeft = looksAfter): Promise<void> {
    try {
      const found = await mutation.mutateAsync();
      if (found.suspected > 0 && looksLeft > 0) {
        window.setTimeout(() => void sync(looksLeft - 1), secondLookS * msPerSecond);
      }
      const { title, lines } = syncWords(found, looksLeft > 0 ? secondLookS : null);
      await notify({ title, lines });
    } catch (error) {
      await notify({ title: "The sync was not finished", lines: [syncProblem(error)] });
    } finally {
      reader.verifyNext();
      void paintQueue(queryClient);
    }
  }
  return { isBusy, sync: () => sync() };
}
