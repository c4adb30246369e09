"use client";

import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { scheduledPath } from "../shell/paths";
import { OnDemand, type Part } from "../ui/on-demand";
import type { NewTweet } from "./new-tweet";

const newTweet: Part<ComponentProps<typeof NewTweet>> = {
  load: async () => (await import("./new-tweet")).NewTweet,
};

/** The composer as a page of its own. */
export function ComposePanel() {
  const router = useRouter();
  return <OnDemand part={newTweet} props={{ onDone: () => router.push(scheduledPath) }} />;
}
