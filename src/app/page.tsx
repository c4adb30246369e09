import Link from "next/link";
import { problemWords } from "~/components/auth/problem-words";
import { SignIn } from "~/components/auth/sign-in";
import { Mark } from "~/components/shell/mark";
import { scheduledPath } from "~/components/shell/paths";
import { buttonClass } from "~/components/ui/button";
import { getSignedInUser } from "~/server/auth";

type HomeProps = { searchParams: Promise<{ error?: string | string[] }> };

const promises = [
  {
    title: "On time",
    text: "A tweet goes out at its second. QStash is the alarm clock; when it is down, Roost posts by itself a little later.",
  },
  {
    title: "No blind retries",
    text: "When X does not answer clearly, a tweet may be up or not. Roost does not post it again; it asks you to look.",
  },
  {
    title: "Not lost in silence",
    text: "Roost compares its list with QStash around the clock. A tweet that lost its place there comes back to you, with its text, its time and the reason.",
  },
];

export default async function Home({ searchParams }: HomeProps) {
  const [user, { error }] = await Promise.all([getSignedInUser(), searchParams]);
  const problem = Array.isArray(error) ? error[0] : error;
  return (
    <main className="mx-auto flex max-w-xl flex-col px-6 pt-20 pb-16 sm:pt-32">
      <h1 className="flex items-center gap-3 text-28 font-semibold">
        <Mark className="size-8 text-accent" /> Roost
      </h1>
      <p className="mt-3 text-16">
        Roost schedules tweets and keeps its word about them. You write, choose an account and a time, and see
        at every moment whether each one is still going to be posted.
      </p>
      {problem && (
        <p role="alert" className="mt-6 border-l-2 border-bad pl-4 text-14">
          {problemWords(problem)}
        </p>
      )}
      <div className="mt-8">
        {user ? (
          <Link href={scheduledPath} className={buttonClass("solid", "h-11 px-5 text-14")}>
            Open the studio
          </Link>
        ) : (
          <SignIn />
        )}
      </div>
      <dl className="mt-14 border-t border-line">
        {promises.map(({ title, text }) => (
          <div key={title} className="border-b border-line py-4 sm:grid sm:grid-cols-[9rem_1fr] sm:gap-6">
            <dt className="text-14 font-semibold">{title}</dt>
            <dd className="mt-1 text-14 text-muted sm:mt-0">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-6 text-13 text-muted">
        Roost asks X for leave to read your profile and to post for you. It posts what you schedule, and
        nothing else.
      </p>
    </main>
  );
}
