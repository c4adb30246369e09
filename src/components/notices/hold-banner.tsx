"use client";

import { useQueryClient } from "@tanstack/react-query";
import { serverNow } from "../queue/queue-cache";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { BannerActs } from "./banner-acts";
import { SeverityIcon } from "./severity-icon";
import { useBanner } from "./use-banner";

/** What stops tweets now, at the top of the queue; gone by itself when it is over. */
export function HoldBanner() {
  const { items } = useBanner();
  const now = serverNow(useQueryClient());
  if (items.length === 0) return null;
  return (
    <section aria-label="What stops tweets now" className="mb-6">
      <ul>
        {items.map((item) => (
          <li
            key={`${item.kind} ${item.account?.id ?? "app"}`}
            data-banner={item.kind}
            className="flex gap-2 border-b border-line pb-3 text-13 not-first:pt-3"
          >
            <SeverityIcon of={item.severity} />
            <div className="flex min-w-0 grow flex-wrap items-start gap-x-4 gap-y-2">
              <p className="min-w-0 grow basis-64">
                <span className="font-medium">{item.title}</span>{" "}
                <span className="text-muted">
                  {item.next}
                  {item.until && ` Until ${momentText(wholeMinute(item.until), now, personZone())}.`}
                </span>
              </p>
              <BannerActs item={item} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Rounded up: nothing goes out before. */
function wholeMinute(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / minuteMs) * minuteMs);
}

const minuteMs = 60_000;
