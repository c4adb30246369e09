/** Gives a draft free again, for this tab and all others. */
export type Release = () => void;

/** Those that this tab has open, by their ids. */
const held = new Set<string>();

/** What this tab gives free is free only once the browser says so. */
let settled: Promise<unknown> = Promise.resolve();

/**
 * Takes a draft for one composer; null where another one, in this tab or in any, has it. A tab that is closed or dies
 * gives its drafts free (Web Locks). Where the browser has no locks (a page over plain http) only this tab is asked.
 */
export async function claimDraft(id: string): Promise<Release | null> {
  await settled;
  if (held.has(id)) return null;
  held.add(id);
  const unlock = await lock(`roost.compose.${id}`);
  if (!unlock) held.delete(id);
  return (
    unlock &&
    (() => {
      settled = Promise.all([settled, unlock().then(() => held.delete(id))]);
    })
  );
}

/** Answers how to end it; null where it is another's. */
async function lock(name: string): Promise<(() => Promise<unknown>) | null> {
  const { locks } = navigator as Partial<Pick<Navigator, "locks">>;
  if (!locks) return async () => undefined;
  return new Promise((answer) => {
    const ended: Promise<unknown> = locks.request(name, { ifAvailable: true }, (granted) => {
      if (!granted) return answer(null);
      return new Promise<void>((end) => {
        answer(() => {
          end();
          return ended;
        });
      });
    });
    // A browser that refuses locks altogether keeps nobody from writing.
    ended.catch(() => answer(async () => undefined));
  });
}
