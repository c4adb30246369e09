// What a person runs by hand: one pass, or a hold on the whole app. It ends by itself.
import type { Collaborators } from "~/server/collaborators";
import { holdApp } from "~/server/holds/hold-app";
import { releaseApp } from "~/server/holds/release-app";
import { runOnce } from "./once";

/** What to print; null where nothing is asked for and the reconciler is to run. @throws Error with a sentence */
export async function runByHand(c: Collaborators, args: string[]): Promise<string | null> {
  const valueAfter = (flag: string) => args[args.indexOf(flag) + 1]?.trim() ?? "";
  if (args.includes("--once")) return runOnce(c, valueAfter("--once"));
  if (args.includes("--hold")) return hold(c, valueAfter("--hold"));
  if (args.includes("--release")) return release(c, valueAfter("--release") || "paused");
  if (args.length === 0) return null;
  throw new Error(`Nothing is known of ${args[0]}. Use --once, --hold or --release, or nothing.`);
}

async function hold(c: Collaborators, why: string): Promise<string> {
  if (why === "" || why.startsWith("--")) throw new Error('Say why, as in --hold "restored from a backup".');
  const { since, waiting } = await holdApp(c, why);
  return [
    `Nothing goes out since ${since.toISOString()}: ${why}`,
    `${waiting} tweets are due and wait. Those past their lateness limit fail as missed; --release lets the rest go.`,
  ].join("\n");
}

async function release(c: Collaborators, reason: string): Promise<string> {
  const { lifted, renewed } = await releaseApp(c, reason);
  const lines = [
    ...(lifted.length > 0
      ? [`Lifted: ${lifted.join(", ")}. What waits goes out, those of one account one after another.`]
      : []),
    ...(renewed.length > 0
      ? [
          `Still standing, for X asked for it again meanwhile or a tweet has just tried it: ${renewed.join(", ")}. Release again to lift it.`,
        ]
      : []),
  ];
  if (lines.length > 0) return lines.join("\n");
  return `There is no hold "${reason}" on the app. Choose paused, noCredits, badApp, rateLimit or all.`;
}
