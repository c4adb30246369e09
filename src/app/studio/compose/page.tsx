import type { Metadata } from "next";
import { ComposePanel } from "~/components/composer/compose-panel";

export const metadata: Metadata = { title: "Compose" };

export default function ComposePage() {
  return (
    <>
      <h1 className="mb-1 text-20 font-semibold">Compose</h1>
      {/* On a narrow page the way through the studio lies at the bottom: the button stands above it. */}
      <div className="-mx-4 bg-paper max-sm:[--form-bottom:calc(3.5rem+1px+env(safe-area-inset-bottom))] sm:-mx-5 sm:[--form-top:3.5rem]">
        <ComposePanel />
      </div>
    </>
  );
}
