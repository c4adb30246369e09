import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { readSandbox } from "~/components/shell/read-sandbox";
import { SandboxLine } from "~/components/shell/sandbox-line";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Roost", template: "%s · Roost" },
  description: "Roost schedules tweets and keeps its word about them.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#171613" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const sandbox = await readSandbox();
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col">
        {sandbox && <SandboxLine {...sandbox} />}
        {children}
      </body>
    </html>
  );
}
