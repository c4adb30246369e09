import { useQueryClient } from "@tanstack/react-query";
import { CalendarDays } from "lucide-react";
import { type ComponentProps, useId, useState } from "react";
import { serverNow } from "../queue/queue-cache";
import { zoneName } from "../time/person-zone";
import { quickTimes } from "../time/quick-times";
import { useNowMs } from "../time/use-now";
import { Button } from "../ui/button";
import { inputClass } from "../ui/field";
import { OnDemand, type Part } from "../ui/on-demand";
import { useFocusOnMount } from "../ui/use-focus-on-mount";
import type { DayCalendar } from "./day-calendar";
import { TwiceChoice } from "./twice-choice";
import type { When } from "./use-when";
import { whenWords } from "./when-words";

const calendar: Part<ComponentProps<typeof DayCalendar>> = {
  load: async () => (await import("./day-calendar")).DayCalendar,
};

/** A local time to the second, by typing, by a quick choice, or by the calendar; what it means is said below. */
export function WhenField({ when, hasFocus = false }: { when: When; hasFocus?: boolean }) {
  const id = useId();
  const ref = useFocusOnMount<HTMLInputElement>(hasFocus);
  useNowMs();
  const now = serverNow(useQueryClient());
  const [hasCalendar, setCalendar] = useState(false);
  const { zone, value, time, chosen } = when;
  const said = whenWords(time, chosen, now, zone);

  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-13 font-medium">
          When
        </label>
        <span className="text-12 text-muted">{zoneName(zone)}</span>
      </div>
      <div className="flex items-end gap-2">
        <input
          id={id}
          ref={ref}
          type="datetime-local"
          step={1}
          required
          value={value}
          onChange={(event) => when.setValue(event.target.value)}
          aria-describedby={`${id}-said`}
          className={`${inputClass} tabular`}
        />
        <Button
          aria-label={hasCalendar ? "Hide the calendar" : "Show the calendar"}
          aria-expanded={hasCalendar}
          onClick={() => setCalendar(!hasCalendar)}
          className="h-9"
        >
          <CalendarDays aria-hidden className="size-4" />
        </Button>
      </div>
      {hasCalendar && <OnDemand part={calendar} props={{ value, now, zone, onChange: when.setValue }} />}
      <div className="mt-2 flex flex-wrap gap-1.5">
        {quickTimes(now, zone).map(({ label, at }) => (
          <Button key={label} onClick={() => when.setInstant(at)} className="tabular h-7 px-2 font-normal">
            {label}
          </Button>
        ))}
      </div>
      {time.kind === "twice" && <TwiceChoice when={when} first={time.first} second={time.second} />}
      <p
        id={`${id}-said`}
        className={`tabular mt-2 min-h-10 text-13 ${said.isProblem && value !== "" ? "text-bad" : "text-muted"}`}
      >
        {value === "" ? "Choose a day and a time." : said.text}{" "}
        {time.kind === "skipped" && (
          <button
            type="button"
            className="font-medium text-accent underline underline-offset-4"
            onClick={() => when.setInstant(time.next)}
          >
            Use the time right after
          </button>
        )}
      </p>
    </div>
  );
}
