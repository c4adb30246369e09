/** The IANA zone of the person's device; every time in the studio is shown and taken in it. */
export function personZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** A zone as people say it: "Europe/Berlin", "America/New York". */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}
