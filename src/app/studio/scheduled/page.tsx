import type { Metadata } from "next";
import { problemWords } from "~/components/auth/problem-words";
import { ScheduledView } from "~/components/queue/scheduled-view";

export const metadata: Metadata = { title: "Scheduled" };

type ScheduledPageProps = { searchParams: Promise<{ problem?: string | string[] }> };

export default async function ScheduledPage({ searchParams }: ScheduledPageProps) {
  const { problem } = await searchParams;
  const code = Array.isArray(problem) ? problem[0] : problem;
  return (
    <>
      <h1 className="mb-5 text-20 font-semibold">Scheduled</h1>
      {code && (
        <p role="alert" className="mb-6 border-l-2 border-bad pl-4 text-14">
          {problemWords(code)}
        </p>
      )}
      <ScheduledView />
    </>
  );
}
