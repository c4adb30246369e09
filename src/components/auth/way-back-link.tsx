"use client";

import { useQueue } from "../queue/use-queue";
import { Button, buttonClass } from "../ui/button";
import { wayBack } from "./way-back";

/** Where somebody was signed out: signs in beside this page, so that what is written on it stays. Else nothing. */
export function WayBackLink() {
  const way = wayBack(useQueue().error);
  if (way === "reload") return <Button onClick={() => window.location.reload()}>Reload</Button>;
  if (way === null) return null;
  return (
    <a href="/" target="_blank" rel="noopener" className={buttonClass("line")}>
      Sign in in another tab
    </a>
  );
}
