import type { SandboxAddresses } from "./sandbox-context";

/** Says on every page that nothing here is real, and where the stand-ins can be looked at. */
export function SandboxLine({ qstash, x }: SandboxAddresses) {
  return (
    <aside
      aria-label="Sandbox"
      className="border-b border-line bg-paper-sunk px-4 py-1 text-12 text-muted sm:px-6"
    >
      Sandbox: nothing reaches X or QStash.
      {qstash && <SandboxLink href={qstash} name="QStash" />}
      {x && <SandboxLink href={x} name="X" />}
    </aside>
  );
}

function SandboxLink({ href, name }: { href: string; name: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="ml-3 inline-block text-ink underline underline-offset-4"
    >
      {name}
      <span className="max-sm:sr-only"> sandbox</span>
    </a>
  );
}
