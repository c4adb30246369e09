/** How often the API was called, by method and kind of path: for tests that bound their calls. */
export type RequestCounts = ReturnType<typeof createRequestCounts>;

const plainPaths = new Set(["messages", "events", "logs", "dlq", "keys", "batch"]);

export function createRequestCounts() {
  const counts = new Map<string, number>();
  return {
    note(method: string, path: string): void {
      const kind = `${method} ${pathKind(path)}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    },
    view: () => ({
      total: [...counts.values()].reduce((sum, count) => sum + count, 0),
      requests: Object.fromEntries([...counts].sort()),
    }),
    reset: () => counts.clear(),
  };
}

/** `/v2/messages/msg_1` is counted as `/v2/messages/:id`, and any publish call as `/v2/publish`. */
function pathKind(path: string): string {
  const [, version = "", resource = "", id, last] = path.split("/");
  const base = `/${version}/${resource}`;
  if (!plainPaths.has(resource) || !id) return base;
  if (resource === "dlq" && id === "retry") return last ? `${base}/retry/:id` : `${base}/retry`;
  return `${base}/:id`;
}
