import { useState } from "react";
import { personZone } from "../time/person-zone";
import { type LocalTime, readLocalTime } from "../time/read-local-time";
import { inputValue } from "../time/wall-clock";

export type When = {
  zone: string;
  /** The value of the datetime-local field. */
  value: string;
  time: LocalTime;
  /** The instant that is chosen; null while there is none. */
  chosen: Date | null;
  setValue: (value: string) => void;
  setInstant: (at: Date) => void;
  /** Of a time that comes twice: the later one. */
  isSecond: boolean;
  setSecond: (isSecond: boolean) => void;
};

/** A time being chosen, as its local value and as the instant that it stands for. */
export function useWhen(initial: Date | null): When {
  const zone = personZone();
  const [value, setValue] = useState(() => (initial ? inputValue(initial, zone) : ""));
  const [isSecond, setSecond] = useState(() => isSecondReading(value, zone, initial));
  const time = readLocalTime(value, zone);
  const chosen =
    time.kind === "one" ? time.at : time.kind === "twice" ? (isSecond ? time.second : time.first) : null;
  return {
    zone,
    value,
    time,
    chosen,
    setValue(next) {
      setValue(next);
      setSecond(false);
    },
    setInstant(at) {
      const next = inputValue(at, zone);
      setValue(next);
      setSecond(isSecondReading(next, zone, at));
    },
    isSecond,
    setSecond,
  };
}

function isSecondReading(value: string, zone: string, at: Date | null): boolean {
  const time = readLocalTime(value, zone);
  return time.kind === "twice" && time.second.getTime() === at?.getTime();
}
