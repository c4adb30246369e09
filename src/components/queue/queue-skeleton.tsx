const rows = ["w-3/4", "w-1/2", "w-2/3", "w-5/6", "w-2/5"];

/** The page's own shape in grey, seen only when reading takes longer than a blink. */
export function QueueSkeleton() {
  return (
    <div aria-hidden className="after-pause">
      <div className="border-b border-line pb-3">
        <div className="h-4 w-48 rounded bg-paper-sunk" />
      </div>
      {rows.map((width) => (
        <div key={width} className="flex items-center gap-4 border-b border-line py-3.5">
          <div className="h-4 w-12 rounded bg-paper-sunk" />
          <div className="h-4 w-20 rounded bg-paper-sunk" />
          <div className="grow">
            <div className={`h-4 rounded bg-paper-sunk ${width}`} />
          </div>
        </div>
      ))}
    </div>
  );
}
