import { timeText, wallClock } from "../time/wall-clock";

/** Where now is among today's tweets. It takes no height, so that nothing moves when it passes a tweet. */
export function NowLine({ now, zone }: { now: Date; zone: string }) {
  const time = timeText({ ...wallClock(now, zone), second: 0 });
  return (
    <li className="relative h-0">
      <span aria-hidden className="absolute inset-x-0 -top-px h-px bg-accent" />
      <span className="tabular absolute -top-2.5 left-0 bg-paper pr-2 text-12 leading-5 font-medium text-accent">
        {time} now
      </span>
    </li>
  );
}
