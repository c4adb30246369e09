import { ArrowDown, ArrowUp, X } from "lucide-react";
import type { PartFieldProps } from "./part-field";
import { ToolButtons } from "./tool-buttons";

type PartToolsProps = Pick<PartFieldProps, "position" | "canMoveUp" | "canMoveDown" | "onMove" | "onRemove">;

/** Moves a part among the others, or takes it out. */
export function PartTools({ position, canMoveUp, canMoveDown, onMove, onRemove }: PartToolsProps) {
  return (
    <ToolButtons
      tools={[
        { label: `Move part ${position} up`, icon: ArrowUp, isOpen: canMoveUp, act: () => onMove(-1) },
        { label: `Move part ${position} down`, icon: ArrowDown, isOpen: canMoveDown, act: () => onMove(1) },
        { label: `Remove part ${position}`, icon: X, isOpen: true, act: onRemove },
      ]}
    />
  );
}
