import type { SandboxAddresses } from "./sandbox-context";

/** Says on every page that nothing here is real, and where the stand-ins can be looked at. */
export function SandboxLine({ qstash, x }: SandboxAddresses) {
  return (
    <aside
      aria-label="Sandbox"
      className="flex flex-wrap items-center gap-x-3 border-b border-line bg-paper-sunk px-4 py-1 text-12 text-muted sm:px-6"
    >
      <span>Sandbox: nothing reaches X or QStash.</span>
      {qstash && <SandboxLink href={qstash}>QStash sandbox</SandboxLink>}
      {x && <SandboxLink href={x}>X sandbox</SandboxLink>}
    </aside>
  );
}

function SandboxLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center text-ink underline underline-offset-4 pointer-coarse:min-h-11"
    >
      {children}
    </a>
  );
}
