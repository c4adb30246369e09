import type { Metadata } from "next";
import { ComposePanel } from "~/components/composer/compose-panel";

export const metadata: Metadata = { title: "Compose" };

export default function ComposePage() {
  return (
    <>
      <h1 className="mb-1 text-20 font-semibold">Compose</h1>
      <div className="-mx-4 sm:-mx-5">
        <ComposePanel />
      </div>
    </>
  );
}
