"use client";

import { PageProblem } from "~/components/shell/page-problem";

type ErrorPageProps = { error: Error & { digest?: string } };

export default function ErrorPage({ error }: ErrorPageProps) {
  return <PageProblem digest={error.digest} retry={() => window.location.reload()} />;
}
