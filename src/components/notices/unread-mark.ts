type Unread = { count: number; isMore: boolean };

/** What stands on the bell: "3", "100+"; nothing where all is read. */
export function unreadMark({ count, isMore }: Unread): string {
  if (count === 0) return "";
  return isMore ? `${count}+` : String(count);
}
