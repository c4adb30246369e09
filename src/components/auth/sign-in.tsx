"use client";

import { useActionState } from "react";
import { scheduledPath } from "../shell/paths";
import { buttonClass } from "../ui/button";
import { forgetConnecting, postToAuth } from "./post-to-auth";

/** Signs in with X. A press that comes before the page's code has loaded is kept and replayed by React. */
export function SignIn() {
  const [problem, submit, isBusy] = useActionState(startSignIn, null);
  return (
    <form action={submit}>
      <button type="submit" aria-disabled={isBusy} className={buttonClass("solid", "h-11 px-5 text-14")}>
        Sign in with X
      </button>
      {problem && (
        <p role="alert" className="mt-3 text-13 text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}

async function startSignIn(): Promise<string | null> {
  try {
    await forgetConnecting();
    await postToAuth("signin/twitter", scheduledPath);
    return null;
  } catch {
    return "Roost's server did not answer, so the sign-in was not started. Try again in a moment.";
  }
}
