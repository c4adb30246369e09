/**
 * The call's answer, or `late` after `deadlineMs`. A library's own time-out counts silence only; a trickle of bytes
 * would outlast every lease.
 */
export async function withDeadline<T>(deadlineMs: number, call: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), deadlineMs);
  });
  return Promise.race([call, timeout]).finally(() => clearTimeout(timer));
}
