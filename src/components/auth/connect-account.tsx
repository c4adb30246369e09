"use client";

import { useActionState } from "react";
import { usePersonHeader } from "~/trpc/use-person-header";
import { scheduledPath } from "../shell/paths";
import { buttonClass } from "../ui/button";
import { postToAuth } from "./post-to-auth";

type ConnectAccountProps = {
  label: string;
  className?: string;
  /** The one whose connection broke; without it any account is added to the person's own. */
  accountId?: string;
};

/** Goes to X to connect an account to the signed-in person's own; also one whose connection broke. */
export function ConnectAccount({ label, className, accountId }: ConnectAccountProps) {
  const headers = usePersonHeader();
  const [problem, submit, isBusy] = useActionState(() => startConnecting(headers, accountId), null);
  return (
    <form action={submit}>
      <button type="submit" aria-disabled={isBusy} className={buttonClass("line", className)}>
        {label}
      </button>
      {problem && (
        <p role="alert" className="mt-2 text-13 text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}

/** Signed out, or somebody else is signed in: the server says it in words. */
const unauthorized = 401;

async function startConnecting(
  headers: Record<string, string>,
  accountId: string | undefined,
): Promise<string | null> {
  try {
    const asked = {
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ accountId }),
    };
    const answer = await fetch("/api/accounts/connect", {
      method: "POST",
      ...(accountId ? asked : { headers }),
    });
    if (answer.status === unauthorized) return String((await answer.json()).message);
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    await postToAuth("signin/twitter", scheduledPath);
    return null;
  } catch {
    return "Roost's server did not answer, so nothing was started. Try again in a moment.";
  }
}
