/** `now` in milliseconds since 1970. Every time that the sandbox stores or answers comes from here. */
export type Clock = { now: () => number };

export const systemClock: Clock = { now: () => Date.now() };

export const msPerSecond = 1000;
const msPerMinute = 60 * msPerSecond;
const msPerHour = 60 * msPerMinute;
const msPerDay = 24 * msPerHour;

export const minutes = (count: number): number => count * msPerMinute;
export const hours = (count: number): number => count * msPerHour;
export const days = (count: number): number => count * msPerDay;

/** ISO 8601 with milliseconds, always UTC. */
export const toIso = (ms: number): string => new Date(ms).toISOString();
