// A delivery of QStash reaches one of the web processes: the real route answers it, as long as its process lives.
import { AsyncLocalStorage } from "node:async_hooks";
import { handleDelivery } from "~/app/api/qstash/post-tweet/handle-delivery";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import type { IncomingAnswer, OutgoingRequest } from "../../../sandbox/qstash/send";
import type { Ground } from "./ground";
import { isSigned } from "./is-signed";
import { onMachine } from "./machine";
import type { SimProcess } from "./process";

export type Delivery = {
  atMs: number;
  process: string;
  messageId: string | null;
  headers: Record<string, string>;
  body: string;
  /** QStash has not signed it for this address and body, or long ago. */
  isForged: boolean;
  /** Null while there is no answer. */
  status: number | null;
  said: string;
};

/** What every web process serves with, and what was delivered to whom. */
export type Doors = { roostOf: Map<SimProcess, Roost>; deliveries: Delivery[] };

/** Where Roost is reached from outside. */
export const appUrl = "http://127.0.0.1:40000";

const doors = new WeakMap<Ground, Doors>();

/** Whose Roost the route finds, whenever it asks: two deliveries at once reach two processes. */
const serving = new AsyncLocalStorage<Roost>();
Object.defineProperty(globalThis, "roost", { configurable: true, get: () => serving.getStore() });

export function doorsOf(ground: Ground): Doors {
  const known = doors.get(ground) ?? { roostOf: new Map(), deliveries: [] };
  doors.set(ground, known);
  return known;
}

/** Roost takes a signature for good three hours longer, and a machine whose clock is behind a little longer still. */
const clocksApartMs = 3 * 3_600_000 + 90_000;

/** Makes one delivery. @throws Error as node:http does, when nobody listens or the process dies meanwhile. */
export async function deliverTo(ground: Ground, request: OutgoingRequest): Promise<IncomingAnswer> {
  const listening = ground.webs.filter((process) => !process.isDead());
  if (listening.length === 0 || !request.url.startsWith(`${appUrl}/`)) throw refused();
  const process = ground.random.pick(listening);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const response = await post(ground, process, headers, request.body);
  const answer: IncomingAnswer["headers"] = {};
  response.headers.forEach((value, name) => {
    answer[name] = [value];
  });
  return { status: response.status, headers: answer, body: Buffer.from(await response.text()) };
}

/** A process goes on for as long as it lives. */
const goOn = { placeMs: policy.delivery.placeMs, keep: () => undefined };

/** Hands a request to the route of this process. */
export async function post(
  ground: Ground,
  process: SimProcess,
  headers: Record<string, string>,
  body: Buffer,
): Promise<Response> {
  const { roostOf, deliveries } = doorsOf(ground);
  const roost = roostOf.get(process);
  if (!roost) throw refused();
  const delivery: Delivery = {
    atMs: ground.time.now(),
    process: process.name,
    messageId: headers["Upstash-Message-Id"] ?? null,
    headers,
    body: body.toString("utf8"),
    isForged: !isSigned(
      headers["Upstash-Signature"],
      body,
      roost.queue.deliveryUrl,
      ground.time.now() - clocksApartMs,
    ),
    status: null,
    said: "",
  };
  deliveries.push(delivery);
  const request = new Request(roost.queue.deliveryUrl, {
    ...{ method: "POST", headers, body: new Uint8Array(body) },
  });
  const answered = onMachine(process.machine, () => serving.run(roost, () => handleDelivery(request, goOn)));
  const response = await Promise.race([answered, process.died.catch(() => null)]);
  if (!response) throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  delivery.status = response.status;
  delivery.said = await response.clone().text();
  ground.stirring.note();
  return response;
}

function refused(): Error {
  return Object.assign(new Error("connect ECONNREFUSED 127.0.0.1"), { code: "ECONNREFUSED" });
}
