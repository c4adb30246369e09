import type { TokenTrouble, XAnswer } from "~/domain/outcome";
import type { NoToken } from "./refresh";

/** Why there is no token, as the table of meanings takes it. */
export function troubleOf(answer: NoToken): TokenTrouble | (XAnswer & { kind: "noConnection" }) {
  const { detail } = answer;
  switch (answer.kind) {
    case "reconnect":
      return { kind: "refreshRefused", detail };
    case "badApp":
      return { kind: "appRefused", detail };
    case "later":
      return { kind: "noConnection", detail };
    case "unanswered":
      return { kind: "refreshUnanswered", times: answer.times, detail };
  }
}
