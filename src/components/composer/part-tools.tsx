import { ArrowDown, ArrowUp, X } from "lucide-react";
import type { PartFieldProps } from "./part-field";

type PartToolsProps = Pick<PartFieldProps, "position" | "canMoveUp" | "canMoveDown" | "onMove" | "onRemove">;

/** Moves a part among the others, or takes it out. */
export function PartTools({ position, canMoveUp, canMoveDown, onMove, onRemove }: PartToolsProps) {
  const tools = [
    {
      name: "up",
      label: `Move part ${position} up`,
      icon: ArrowUp,
      isOpen: canMoveUp,
      act: () => onMove(-1),
    },
    {
      name: "down",
      label: `Move part ${position} down`,
      icon: ArrowDown,
      isOpen: canMoveDown,
      act: () => onMove(1),
    },
    { name: "remove", label: `Remove part ${position}`, icon: X, isOpen: true, act: onRemove },
  ];
  return (
    <span className="-mr-2 flex">
      {tools.map(({ name, label, icon: Icon, isOpen, act }) => (
        <button
          key={name}
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
