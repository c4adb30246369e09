// The whole of Roost as a plan: its parts, when it counts as ready, and what to compile before the first click.
import type { HttpCheck } from "./check";
import { addressesOf } from "./environment";
import type { Part } from "./part";
import { databasePart, qstashPart, reconcilerPart, webPart, xPart } from "./roost-parts";
import type { Secrets } from "./secrets";
import type { Settings } from "./settings";

export type Plan = {
  parts: Part[];
  /** All of these must answer before the stack is ready. */
  ready: HttpCheck[];
  /** Asked once before that: a development server compiles a page when it is first asked for. */
  warm: string[];
};

export type Planner = (settings: Settings, secrets: Secrets) => Plan;

const firstVisit = [
  ...["/studio/scheduled", "/api/auth/session", "/api/auth/providers", "/api/auth/csrf"],
  "/api/trpc/tweet.get_queue",
];

export const planRoost: Planner = (settings, secrets) => {
  const { web } = addressesOf(settings.ports);
  const others = [databasePart, qstashPart, xPart, reconcilerPart];
  if (settings.withoutWeb) {
    return { parts: others.map((describe) => describe(settings, secrets)), ready: [], warm: [] };
  }
  const parts = [...others, webPart];
  return {
    parts: parts.map((describe) => describe(settings, secrets)),
    ready: [
      { url: `${web}/`, status: 200 },
      { url: `${web}/api/qstash/post-tweet`, method: "POST", status: 401 },
    ],
    warm: settings.production ? [] : firstVisit.map((path) => web + path),
  };
};
