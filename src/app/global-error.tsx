"use client";

import { PageProblem } from "~/components/shell/page-problem";
import "./globals.css";

type GlobalErrorProps = { error: Error & { digest?: string } };

export default function GlobalError({ error }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Roost</title>
        <PageProblem digest={error.digest} retry={() => window.location.reload()} />
      </body>
    </html>
  );
}
