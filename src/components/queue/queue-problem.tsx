import { readError } from "~/trpc/read-error";
import { wayBack } from "../auth/way-back";
import { buttonClass } from "../ui/button";

/** In place of the list, where none could be read at all. It goes by itself when one can. */
export function QueueProblem({ error }: { error: unknown }) {
  const problem = readError(error);
  const way = wayBack(error);
  const isSignedOut = way === "signIn";
  return (
    <div className="max-w-prose py-8">
      <p className="text-16 font-medium">
        {isSignedOut ? "You are signed out." : "The queue could not be read."}
      </p>
      <p className="mt-1 text-14 text-muted">
        {problem.code === "NO_ANSWER" ? "Roost's server did not answer. " : `${problem.message} `}
        {isSignedOut && "Scheduled tweets go out all the same."}
        {way === null && "Nothing is lost: this page tries again by itself every few seconds."}
      </p>
      {isSignedOut && (
        <a href="/" className={buttonClass("solid", "mt-4")}>
          Go to sign-in
        </a>
      )}
    </div>
  );
}
