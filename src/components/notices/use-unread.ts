import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/context";

/** What people are told about is seen within this time, while the page is in front of them. */
export const noticesEveryMs = 5000;

/** How many notices are neither read nor over; none until that is known. */
export function useUnread(): { count: number; isMore: boolean } {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.notification.unread_count.queryOptions(undefined, { refetchInterval: noticesEveryMs }),
  );
  return data ?? { count: 0, isMore: false };
}
