import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "~/trpc/context";
import { noticesEveryMs } from "./use-unread";

/** What people were told, newest first, and marking it as read. */
export function useNotices() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const client = useTRPCClient();
  const list = useInfiniteQuery({
    queryKey: [...trpc.notification.pathKey(), "list"],
    queryFn: ({ pageParam, signal }) =>
      client.notification.list.query(pageParam === null ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: noticesEveryMs,
  });
  const mark = useMutation(
    trpc.notification.mark_read.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.notification.pathKey() }),
    }),
  );
  const pages = list.data?.pages ?? [];
  return {
    isRead: list.data !== undefined,
    error: list.error,
    now: pages[0]?.now,
    unread: pages[0]?.unread,
    notices: pages.flatMap(({ notices }) => notices),
    older: list.hasNextPage ? list.fetchNextPage : null,
    isReadingOlder: list.isFetchingNextPage,
    markRead: (id: string) => mark.mutate({ ids: [id] }),
    markAllRead: (upTo: Date) => mark.mutate({ upTo }),
    isMarking: mark.isPending,
  };
}
