/** The tweet can no longer be changed; what was written stands, for another one. */
export function ClosedNote({ why }: { why: string }) {
  return (
    <p role="alert" className="rounded-md border border-line-strong p-3 text-13">
      {why} What you wrote can become a new tweet.
    </p>
  );
}
