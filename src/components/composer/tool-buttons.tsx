import type { LucideIcon } from "lucide-react";

export type Tool = {
  label: string;
  icon: LucideIcon;
  /** Whether it can do anything now. Where it cannot it stays in its place, so that the row does not jump. */
  isOpen: boolean;
  act: () => void;
};

/** A row of small acts on one thing: an icon each, with its label for those who do not see it. */
export function ToolButtons({ tools, className = "" }: { tools: Tool[]; className?: string }) {
  return (
    <span className={`-mr-2 flex ${className}`}>
      {tools.map(({ label, icon: Icon, isOpen, act }) => (
        <button
          key={Icon.displayName}
          type="button"
          aria-label={label}
          aria-disabled={!isOpen}
          onClick={() => isOpen && act()}
          className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-paper-sunk aria-disabled:opacity-40 touch:size-11"
        >
          <Icon aria-hidden className="size-4" />
        </button>
      ))}
    </span>
  );
}
