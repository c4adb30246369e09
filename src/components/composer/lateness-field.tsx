import { useId } from "react";
import { inputClass } from "../ui/field";
import { latenessChoices, latenessText } from "./lateness-words";

type LatenessFieldProps = { value: number | null; onChange: (limitS: number | null) => void };

/** How late it may still go out when Roost or X could not do it at its second. */
export function LatenessField({ value, onChange }: LatenessFieldProps) {
  const id = useId();
  const choices = latenessChoices.includes(value) ? latenessChoices : [value, ...latenessChoices];
  return (
    <div>
      <label htmlFor={id} className="text-13 font-medium">
        If Roost or X is down, it may go out
      </label>
      <select
        id={id}
        value={String(value)}
        onChange={(event) =>
          onChange(choices.find((choice) => String(choice) === event.target.value) ?? null)
        }
        className={inputClass}
      >
        {choices.map((choice) => (
          <option key={String(choice)} value={String(choice)}>
            {latenessText(choice)}
          </option>
        ))}
      </select>
    </div>
  );
}
