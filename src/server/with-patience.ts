import type { Clock } from "./clock";

const maxTries = 6;
const pauseMs = 500;

/**
 * X has answered: the database gets several chances to hear it, whatever it fails with (a lost connection, a deadlock, a
 * transaction that took too long).
 * @param write may be carried out more than once.
 * @throws what the last try throws.
 */
export async function withPatience<T>(
  clock: Clock,
  write: () => Promise<T>,
  onFailure: (failure: { tryNumber: number; error: unknown }) => void,
): Promise<T> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await write();
    } catch (error) {
      onFailure({ tryNumber, error });
      if (tryNumber >= maxTries) throw error;
      await clock.sleep(pauseMs * tryNumber);
    }
  }
}
