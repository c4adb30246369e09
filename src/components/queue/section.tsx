import type { ReactNode } from "react";

type SectionProps = { id: string; title: string; count: number; aside?: ReactNode; children: ReactNode };

/** A titled list of tweets that are not in the queue. Nothing at all where there are none. */
export function Section({ id, title, count, aside, children }: SectionProps) {
  if (count === 0) return null;
  return (
    <section id={id} aria-labelledby={`${id}-title`} tabIndex={-1} className="mt-10 outline-none">
      <div className="flex min-h-8 items-center justify-between gap-4 border-b border-line pb-2">
        <div className="flex items-baseline gap-2">
          <h2 id={`${id}-title`} className="text-14 font-semibold">
            {title}
          </h2>
          <span className="tabular text-13 text-muted">{count}</span>
        </div>
        {aside}
      </div>
      <ul>{children}</ul>
    </section>
  );
}
