// The windows in which the pages are looked at.
import type { BrowserContextOptions } from "playwright-core";

export type View = { name: string; options: BrowserContextOptions };

const sizes = [
  { name: "1280", viewport: { width: 1280, height: 900 }, hasTouch: false, isMobile: false },
  { name: "390", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
];

export const views: View[] = sizes.flatMap(({ name, ...size }) =>
  (["light", "dark"] as const).map((colorScheme) => ({
    name: `${name}-${colorScheme}`,
    options: { ...size, colorScheme, timezoneId: "Europe/Berlin", deviceScaleFactor: 1 },
  })),
);
