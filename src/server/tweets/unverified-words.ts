import type { Unverified } from "./view";

const words: Record<Unverified["kind"], string> = {
  timeout: "QStash did not answer in time. Tweets still go out.",
  unreachable: "QStash could not be reached. Tweets still go out.",
  unauthorized:
    "QStash refused Roost's token (401). Whoever runs Roost must mend QSTASH_TOKEN. Tweets still go out.",
  forbidden:
    "QStash refused Roost's token (403). Whoever runs Roost must mend QSTASH_TOKEN. Tweets still go out.",
  rateLimited: "QStash's rate limit is used up for now. Tweets still go out.",
  serverError: "QStash is in trouble and answered with an error. Tweets still go out.",
  unreadable: "QStash answered something that Roost could not read. Tweets still go out.",
  unproven:
    "QStash does not know a message, and Roost cannot yet tell whether to believe it. It looks again by itself.",
  breaker:
    "So many messages are gone at once that QStash's account, region or keys may have changed. These tweets were left on the schedule. Whoever runs Roost should look.",
};

/** What to say when messages could not be verified. `kind` is what the database remembers. */
export function unverifiedOf(kind: string): Unverified {
  const known = kind in words ? (kind as Unverified["kind"]) : "unreadable";
  return { kind: known, text: words[known] };
}
