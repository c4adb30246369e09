import type { Metadata } from "next";
import { readConnection } from "~/components/auth/connected-words";
import { ConnectionNote } from "~/components/auth/connection-note";
import { problemWords } from "~/components/auth/problem-words";
import { ScheduledView } from "~/components/queue/scheduled-view";

export const metadata: Metadata = { title: "Scheduled" };

type ScheduledPageProps = { searchParams: Promise<{ [name: string]: string | string[] | undefined }> };

export default async function ScheduledPage({ searchParams }: ScheduledPageProps) {
  const address = await searchParams;
  const { problem } = address;
  const connection = readConnection(address);
  const code = Array.isArray(problem) ? problem[0] : problem;
  return (
    <>
      <h1 className="mb-5 text-20 font-semibold">Scheduled</h1>
      {code && (
        <p role="alert" className="mb-6 border-l-2 border-bad pl-4 text-14">
          {problemWords(code)}
        </p>
      )}
      {connection && <ConnectionNote connection={connection} />}
      <ScheduledView />
    </>
  );
}
