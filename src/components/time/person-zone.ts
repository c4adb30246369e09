/**
 * The IANA zone of the person's device; every time in the studio is shown and taken in it. UTC where the device cannot
 * tell: Chromium then says "Etc/Unknown", which it takes for no zone itself.
 */
export function personZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return zone && new Intl.DateTimeFormat("en", { timeZone: zone }) ? zone : "UTC";
  } catch {
    return "UTC";
  }
}

/** A zone as people say it: "Europe/Berlin", "America/New York". */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}
