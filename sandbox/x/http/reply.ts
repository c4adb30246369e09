/** An answer before it is on the wire. `body` is complete; how it is delivered may be a fault's choice. */
export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Sent in place of `body` by what is no text. */
  bytes?: Buffer;
};

/** Thrown by a handler that will not do what was asked; the answer is `reply`. */
export class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(`The X sandbox refused with ${reply.status}`);
  }
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

export function html(status: number, body: string): Reply {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      // No form-action here: browsers hold it against the redirect that follows the authorize form.
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
      "x-frame-options": "DENY",
      // Keeps the Origin header on form posts, which the guard against other sites reads.
      "referrer-policy": "same-origin",
    },
    body,
  };
}

export function redirect(status: 302 | 303, location: string): Reply {
  return { status, headers: { location, "cache-control": "no-store" }, body: "" };
}
