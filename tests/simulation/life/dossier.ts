// All that is known of the tweets that a broken promise is about, in the order in which it happened.
import type { Evidence, Violation } from "../checks/check";
import { readTag } from "../world/tags";

/** One line each: events, attempts, posts and calls to X. */
export function openDossier(evidence: Evidence, violations: Violation[]): string[] {
  const named = violations.flatMap(({ what }) =>
    [...what.matchAll(/\b(?:tweets?|and) (\d+)/g)].map((match) => Number(match[1])),
  );
  return [...new Set(named)].flatMap((number) => dossierOf(evidence, number));
}

function dossierOf({ now, wire, numberOf, deliveries }: Evidence, number: number): string[] {
  const id = [...numberOf].find(([, known]) => known === number)?.[0];
  if (!id) return [];
  const isIts = ({ tweetId }: { tweetId: string }) => tweetId === id;
  const at = (time: string | number) => new Date(time).toISOString().slice(5, 23);
  const timed = [
    ...now.events.filter(isIts).map((event) => ({
      ms: Date.parse(event.at),
      line: `${event.from ?? ""} -> ${event.to} at revision ${event.revision}: ${event.kind} by ${event.actor} ${JSON.stringify(event.detail ?? {})}`,
    })),
    ...now.attempts.filter(isIts).map((attempt) => ({
      ms: Date.parse(attempt.startedAt),
      line: `attempt ${attempt.id} at part ${attempt.partPosition} of revision ${attempt.revision}, ${attempt.endedAt ? `${attempt.outcome} ${at(attempt.endedAt)}` : `open, lease ends ${at(attempt.leaseUntil)}`}`,
    })),
    ...now.posts
      .filter(({ text }) => readTag(text)?.tweet === number)
      .map((post) => ({
        ms: post.createdAt,
        line: `X has ${post.id} "${post.text}"${post.deletedAt === null ? "" : `, deleted ${at(post.deletedAt)}`}`,
      })),
    ...wire
      .filter(({ request }) => request.includes(`#${number}.`) || request.includes(id))
      .map((call) => ({
        ms: call.atMs ?? 0,
        line: `${call.process} calls ${call.service} ${call.method} ${call.path.split("?")[0]} (${call.fate}): ${statusOf(call.answer)}`,
      })),
    ...deliveries
      .filter(({ body }) => body.includes(id))
      .map((delivery) => ({
        ms: delivery.atMs,
        line: `QStash delivers ${delivery.messageId} to ${delivery.process}: ${delivery.status ?? "no answer"} ${delivery.said}`,
      })),
  ].sort((a, b) => a.ms - b.ms);
  return [`-- tweet ${number} (${id})`, ...timed.map(({ ms, line }) => `   ${at(ms)} ${line}`)];
}

function statusOf(answer: string): string {
  return answer.split("\r\n", 1)[0] || "no answer";
}
