import type { QueueView } from "~/server/tweets/view";

/** Links to what waits further down for a person's look. Nothing where nothing waits. */
export function NeedsLook({ view }: { view: QueueView }) {
  const waiting = [
    { id: "unscheduled", label: "unscheduled", count: view.unscheduled.length },
    { id: "check-needed", label: "to check", count: view.checkNeeded.length },
    { id: "failed", label: "failed", count: view.failed.length },
  ].filter(({ count }) => count > 0);
  if (waiting.length === 0) return null;
  return (
    <nav
      aria-label="Needs a look"
      className="-mt-2 mb-4 flex flex-wrap items-center gap-x-1 text-13 text-muted"
    >
      <span className="mr-1">Further down:</span>
      {waiting.map(({ id, label, count }) => (
        <a
          key={id}
          href={`#${id}`}
          className="inline-flex min-h-6 items-center rounded px-1 font-medium text-accent underline-offset-4 hover:underline touch:min-h-11"
        >
          <span className="tabular mr-1">{count}</span> {label}
        </a>
      ))}
    </nav>
  );
}
