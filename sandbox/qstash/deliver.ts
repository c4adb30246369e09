import type { Core } from "./context";
import type { FaultOf } from "./fault-kinds";
import type { FaultSubject } from "./faults";
import type { Message } from "./message";
import type { IncomingAnswer, Send } from "./send";
import { signDelivery } from "./sign";

/** What came of one delivery: an answer, or the reason why there is none. */
export type DeliveryResult =
  | { kind: "answered"; answer: IncomingAnswer }
  | { kind: "unanswered"; error: string };

type Forged = FaultOf<"deliver-forged"> | undefined;

/** Longer than any receiver may allow for clocks that differ. */
const expiredForMs = 24 * 3_600_000;
/** What the live service puts into `Upstash-Region`; the sandbox plays the European one. */
const region = "EU-CENTRAL-1";

export type Deliver = (message: Message) => Promise<DeliveryResult>;

/**
 * Makes deliveries, with the faults that the menu asks for. Never throws.
 * @param closing aborts every delivery under way.
 */
export function createDeliver(core: Core, send: Send, closing: AbortSignal): Deliver {
  const attempt = async (message: Message, forged: Forged): Promise<DeliveryResult> => {
    const timer = new AbortController();
    const cancelTimer = core.clock.setTimer(core.clock.now() + message.timeoutMs, () => timer.abort());
    const signal = AbortSignal.any([timer.signal, closing]);
    try {
      const headers = deliveryHeaders(core, message, forged);
      const request = { url: message.url, method: message.method, headers, body: message.body, signal };
      return { kind: "answered", answer: await Promise.race([send(request), aborted(signal)]) };
    } catch (error) {
      if (timer.signal.aborted)
        return { kind: "unanswered", error: `no answer within ${message.timeoutMs} ms` };
      return { kind: "unanswered", error: error instanceof Error ? explain(error) : String(error) };
    } finally {
      cancelTimer();
    }
  };

  return async (message) => {
    const subject = deliverySubject(message);
    const forged = await core.faults.take("deliver-forged", subject);
    const isTwice = await core.faults.take("deliver-twice", subject);
    const results = await Promise.all(
      (isTwice ? [message, message] : [message]).map((copy) => attempt(copy, forged)),
    );
    const result = results.find(isSuccess) ?? results[0] ?? { kind: "unanswered", error: "nothing was sent" };
    if (await core.faults.take("deliver-unheard", subject)) {
      return { kind: "unanswered", error: "the answer was lost, by a fault of the menu" };
    }
    const again = isSuccess(result) ? await core.faults.take("deliver-again", subject) : undefined;
    if (again) {
      core.clock.setTimer(core.clock.now() + again.params.ms, () => {
        if (!closing.aborted) void attempt(message, undefined);
      });
    }
    return result;
  };
}

export function isSuccess(result: DeliveryResult): boolean {
  return result.kind === "answered" && result.answer.status >= 200 && result.answer.status < 300;
}

export function deliverySubject(message: Message): FaultSubject {
  return {
    method: message.method,
    path: new URL(message.url).pathname,
    labels: message.labels,
    body: message.body,
  };
}

/** The headers of upstash.com/docs/qstash/howto/receiving; a forwarded header never replaces one of QStash's own. */
function deliveryHeaders(core: Core, message: Message, forged: Forged): Record<string, string | string[]> {
  const signature = sign(core, message, forged?.params.how);
  return {
    ...message.headers,
    "User-Agent": "Upstash-QStash",
    ...(signature ? { "Upstash-Signature": signature } : {}),
    "Upstash-Message-Id": message.id,
    "Upstash-Retried": String(message.retried),
    "Upstash-Caller-Ip": message.callerIp,
    "Upstash-Region": region,
  };
}

function sign(core: Core, message: Message, how?: NonNullable<Forged>["params"]["how"]): string | undefined {
  const honest = {
    key: core.currentSigningKey,
    url: message.url,
    body: message.body,
    nowMs: core.clock.now(),
  };
  switch (how) {
    case undefined:
      return signDelivery(honest);
    case "key":
      return signDelivery({ ...honest, key: "sig_of_somebody_else" });
    case "body":
      return signDelivery({ ...honest, body: Buffer.from("another body") });
    case "url":
      return signDelivery({ ...honest, url: "https://elsewhere.example.com/" });
    case "expired":
      return signDelivery({ ...honest, nowMs: honest.nowMs - expiredForMs });
    case "missing":
      return undefined;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Node gives a connection that was refused on every address an empty message, and a code. */
function explain(error: Error & { code?: string }): string {
  return error.message || error.code || error.name;
}
