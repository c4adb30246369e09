// What the flight recorder keeps of a tweet beside its moves. A closed list: whoever records something new adds its
// kind here and its sentence in history/flight-lines.ts. Never a token, never the text; what others said goes into `words`.

/** Who or what did it. */
export type Actor = "owner" | "page" | "sync" | "qstash" | "sweep" | "reconciler";

/** Times are ISO 8601, in UTC. `part` counts from 1. */
export type FlightFact =
  /** A command was refused. `code` and `why` as its owner was told. */
  | { kind: "refused"; detail: { command: string; code: string; why: string } }
  /** The same creation came again, and had no further effect. */
  | { kind: "repeated"; detail: { command: string } }
  /** While it was going out: honoured before the next call to X. */
  | { kind: "stop asked"; detail: Record<string, never> }
  | { kind: "arm asked"; detail: { arming: number; notBefore: string } }
  /** `why` as src/server/qstash/call.ts tells failures apart. */
  | { kind: "arm failed"; detail: { why: string; failures: number; againAt: string } }
  /** QStash took the message, but the tweet had changed meanwhile. */
  | { kind: "arm overtaken"; detail: { qstashId: string } }
  /** `answer`, once there is one: "dropped" (or QStash no longer had them), or why it did not answer. */
  | { kind: "cancel asked"; detail: { qstashIds: string[]; answer?: string } }
  /** Signed by QStash. `answer` and `said`, once we have answered. */
  | {
      kind: "delivered";
      detail: {
        qstashId: string | null;
        retried: number | null;
        answer?: "handled" | "early" | "trouble";
        said?: string;
      };
    }
  /** It names a message of this tweet, but its signature is not QStash's. */
  | { kind: "delivery refused"; detail: { qstashId: string } }
  /** Written with the part's mark, just before X is called. */
  | { kind: "sending"; detail: { attemptId: string; part: number } }
  /** X's answer to one create call, unless it was the post's id: that makes a move. */
  | {
      kind: "answered";
      detail: {
        attemptId: string;
        part: number;
        answer: "response" | "noConnection" | "noAnswer";
        status: number | null;
        words: string;
      };
    }
  /** X had created this post of the part too, beside the one that is recorded. */
  | { kind: "posted twice"; detail: { attemptId: string; part: number; xId: string } }
  /** X's answer to an earlier try came when this one had been sent: nobody looks for its post any more. */
  | { kind: "maybe twice"; detail: { attemptId: string; part: number } }
  /** There was no token to send with, or X refused it. */
  | { kind: "sign-in"; detail: { result: "renewed" | "reconnect" | "badApp" | "later"; words: string } }
  /** X was asked for the account's posts, and what follows from it. */
  | {
      kind: "timeline read";
      detail: {
        part: number;
        result: "found" | "absent" | "alike" | "failed";
        decision: "adopt" | "look again" | "resend" | "unconfirmed" | "nothing";
        againAt?: string;
        words?: string;
      };
    }
  /** A file on its way to X. `file` is its place in the part, from 1. */
  | {
      kind: "media";
      detail: {
        part: number;
        file: number;
        step: "uploading" | "uploaded" | "processing" | "ready" | "reused" | "put off" | "failed";
        percent?: number;
        words?: string;
      };
    }
  /** What a look at QStash concluded, where the tweet was suspected or left alone because of it. */
  | { kind: "verdict"; detail: { verdict: string; action: "strike" | "withhold"; qstashId: string | null } }
  /** QStash gave the message up. Overdue, it is the sweep's, unless its limit had passed; else it gets another message, unless it served nothing. */
  | {
      kind: "dead letter";
      detail: {
        qstashId: string | null;
        status: number | null;
        action: "swept" | "tooLate" | "rearmed" | "nothing";
        words: string;
      };
    }
  | {
      kind: "held";
      detail: { scope: "account" | "app"; reason: string; until: string | null; words: string };
    }
  /** X's answer to one delete call of a roll-back. */
  | {
      kind: "removal answered";
      detail: { part: number; gone: boolean; status: number | null; againAt?: string; words: string };
    }
  /** So much was recorded that the middle was left out; or, with the time of the last, all of it is that old. */
  | { kind: "cut"; detail: { entries: number; until?: string } };

export type FlightKind = FlightFact["kind"];
