// What a browser keeps and locks, for code that runs without one.
import { vi } from "vitest";

/** Each call is another tab of the same browser: the storage and the locks are shared, what a module holds is not. */
export function createBrowser() {
  const storage = Object.create({
    getItem: (key: string) => storage[key] ?? null,
    setItem: (key: string, value: string) => {
      storage[key] = value;
    },
    removeItem: (key: string) => {
      delete storage[key];
    },
  }) as Record<string, string>;
  const locked = new Set<string>();
  const locks = {
    request: async (name: string, _: object, work: (lock: object | null) => Promise<void> | undefined) => {
      if (locked.has(name)) return work(null);
      locked.add(name);
      await work({ name });
      locked.delete(name);
    },
  };
  return {
    storage,
    /** @param hasLocks false on a page over plain http. */
    openTab: async (hasLocks = true) => {
      vi.stubGlobal("localStorage", storage);
      vi.stubGlobal("navigator", hasLocks ? { locks } : {});
      vi.resetModules();
      return import("~/components/composer/open-draft");
    },
  };
}
