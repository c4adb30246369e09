// S9, S11: no token, key, signature or text in a log line or an error; and nothing is heard that QStash did not sign.
import { secrets } from "../world/signing-keys";
import { textWord } from "../world/tags";
import { type Check, type Evidence, violate } from "./check";

/** How many lines of a log have been read: each is read once, with the secrets known by then. */
const read = new WeakMap<string[], number>();

const noSecret: Check = (evidence) => {
  const words = [...secretsOn(evidence), textWord];
  const fresh = evidence.logLines.slice(read.get(evidence.logLines) ?? 0);
  read.set(evidence.logLines, evidence.logLines.length);
  const said = [
    ...fresh,
    ...evidence.acts.flatMap(({ answer }) => (answer?.kind === "refused" ? [answer.message] : [])),
    ...evidence.deliveries.map((delivery) => delivery.said),
  ];
  return said.flatMap((line) =>
    words.some((word) => line.includes(word))
      ? [violate("S9 no secret and no text in a log line or an error", line.slice(0, 200))]
      : [],
  );
};

const bearer = /^authorization: bearer (\S+)/im;
const issued = /"(?:access|refresh)_token":"([^"]+)"/g;

/** Everything secret that went over the wire, and the keys that all processes hold. */
function secretsOn({ wire, deliveries }: Evidence): Set<string> {
  const { token, currentSigningKey, nextSigningKey, clientSecret } = secrets;
  const found = new Set([token, currentSigningKey, nextSigningKey, clientSecret]);
  for (const { request, answer } of wire) {
    const sent = bearer.exec(request)?.[1];
    if (sent) found.add(sent);
    for (const [, secret] of answer.matchAll(issued)) if (secret) found.add(secret);
  }
  for (const { headers } of deliveries) {
    const signature = headers["Upstash-Signature"];
    if (signature) found.add(signature);
  }
  return found;
}

const onlyTheSigned: Check = ({ deliveries }) =>
  deliveries.flatMap(({ isForged, status, messageId }) =>
    isForged && status !== null && status !== 401 && status !== 413
      ? [
          violate(
            "S11 only what QStash signed is heard",
            `a forged delivery of ${messageId} was answered ${status}`,
          ),
        ]
      : [],
  );

export const secretChecks: Check[] = [noSecret, onlyTheSigned];
