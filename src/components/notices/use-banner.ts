import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/context";
import { noticesEveryMs } from "./use-unread";

/** What stops tweets now. `isSettled`: it was read, or could not be, so nothing waits for it any more. */
export function useBanner() {
  const trpc = useTRPC();
  const { data, isPending } = useQuery(
    trpc.notification.banner.queryOptions(undefined, { refetchInterval: noticesEveryMs }),
  );
  return { items: data ?? [], isSettled: !isPending };
}
