import { twiceWords } from "./twice-words";
import type { When } from "./use-when";

type TwiceChoiceProps = { when: When; first: Date; second: Date };

/** The clocks go back over the chosen time, so it comes twice that day: which one is meant. */
export function TwiceChoice({ when, first, second }: TwiceChoiceProps) {
  const words = twiceWords(first, second, when.zone);
  const options = [
    { isSecond: false, label: words.first },
    { isSecond: true, label: words.second },
  ];
  return (
    <fieldset className="mt-3 text-13">
      <legend className="font-medium">The clocks go back, so this time comes twice. Which one?</legend>
      {options.map(({ isSecond, label }) => (
        <label key={label} className="mt-1 flex min-h-6 items-center gap-2 touch:min-h-11">
          <input
            type="radio"
            name="reading"
            checked={when.isSecond === isSecond}
            onChange={() => when.setSecond(isSecond)}
            className="accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
