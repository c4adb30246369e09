import { ChevronLeft, ChevronRight } from "lucide-react";
import { DayPicker } from "react-day-picker";
import { dayKey, pad, wallClock } from "../time/wall-clock";

type DayCalendarProps = {
  /** The value of the datetime-local field; its time of day is kept. */
  value: string;
  now: Date;
  zone: string;
  onChange: (value: string) => void;
};

const defaultTime = "09:00";
const monday = 1;

/** Days of a month; choosing one keeps the time of day. */
export function DayCalendar({ value, now, zone, onChange }: DayCalendarProps) {
  const today = asDay(dayKey(wallClock(now, zone)));
  const [key, time] = value.split("T");
  const selected = key ? asDay(key) : undefined;
  return (
    <DayPicker
      mode="single"
      weekStartsOn={monday}
      today={today}
      defaultMonth={selected ?? today}
      selected={selected}
      disabled={{ before: today }}
      onSelect={(day) => day && onChange(`${keyOf(day)}T${time || defaultTime}`)}
      labels={{ labelDayButton: dayLabel }}
      components={{ Chevron }}
      classNames={{
        root: "appear mt-2 w-full rounded-md border border-line p-3",
        months: "relative",
        month_caption: "flex h-8 items-center text-13 font-semibold",
        nav: "absolute right-0 top-0 flex gap-1",
        button_previous: navButton,
        button_next: navButton,
        month_grid: "mt-1 w-full table-fixed border-collapse",
        weekday: "pb-1 text-12 font-normal text-muted",
        day: "p-0 text-center",
        day_button:
          "tabular mx-auto flex h-8 w-full max-w-10 items-center justify-center rounded-md text-13 hover:bg-paper-sunk disabled:text-muted disabled:hover:bg-transparent touch:h-11",
        selected: "[&>button]:bg-accent [&>button]:text-accent-ink [&>button]:hover:bg-accent",
        today: "[&>button]:font-semibold [&>button]:underline [&>button]:underline-offset-4",
        outside: "invisible",
      }}
    />
  );
}

function Chevron({ orientation }: { orientation?: "up" | "down" | "left" | "right" }) {
  const Icon = orientation === "left" ? ChevronLeft : ChevronRight;
  return <Icon aria-hidden className="size-4" />;
}

const navButton =
  "inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-paper-sunk touch:size-11";

/** Begins with what is seen, so that it can be called by voice. */
function dayLabel(day: Date): string {
  const month = day.toLocaleDateString("en-GB", { month: "long", year: "numeric", weekday: "long" });
  return `${day.getDate()}, ${month}`;
}

function asDay(key: string): Date {
  const [year = 0, month = 1, day = 1] = key.split("-").map(Number);
  return new Date(year, month - 1, day);
}

function keyOf(day: Date): string {
  return `${pad(day.getFullYear(), 4)}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}
