"use client";

import { useActionState } from "react";
import { forgetKeptThreads } from "../composer/kept-thread";
import { buttonClass } from "../ui/button";
import { forgetConnecting, postToAuth } from "./post-to-auth";

/** Signs out of Roost. What is scheduled goes out all the same. */
export function SignOut({ className }: { className?: string }) {
  const [problem, submit] = useActionState(startSignOut, null);
  return (
    <form action={submit}>
      <button type="submit" className={buttonClass("quiet", className)}>
        Sign out
      </button>
      {problem && (
        <p role="alert" className="text-13 text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}

async function startSignOut(): Promise<string | null> {
  try {
    await forgetConnecting();
    forgetKeptThreads();
    await postToAuth("signout", "/");
    return null;
  } catch {
    return "Roost's server did not answer. You are still signed in.";
  }
}
