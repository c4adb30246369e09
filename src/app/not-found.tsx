import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "~/components/ui/button";

export const metadata: Metadata = { title: "Not here" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-6 pt-20 sm:pt-32">
      <h1 className="text-20 font-semibold">There is no page here</h1>
      <p className="mt-2 text-14 text-muted">
        The address may be mistyped, or the page is gone. Your tweets are not touched by this.
      </p>
      <Link href="/" className={buttonClass("line", "mt-6")}>
        Go to the start
      </Link>
    </main>
  );
}
