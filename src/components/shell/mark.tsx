/** A dot at rest on a line: a tweet on its perch. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={className}>
      <circle cx="12" cy="8.5" r="4.5" fill="currentColor" />
      <path d="M2 15.5h16" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
