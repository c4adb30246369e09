// A body without an end, sent to each address that reads one: it is refused before anything is made of it.
import { expect, test } from "vitest";
import { POST as connect } from "~/app/api/accounts/connect/route";
import { POST as authenticate } from "~/app/api/auth/[...nextauth]/route";
import { handleDelivery as deliver } from "~/app/api/qstash/post-tweet/handle-delivery";
import { POST as ask } from "~/app/api/trpc/[trpc]/route";
import { policy } from "~/domain/policy";

const chunk = new TextEncoder().encode("{},".repeat(1000));
const { maxAuthBytes, maxDeliveryBytes, maxTrpcBytes } = policy.request;

/** Counts what is read of it. */
function endless() {
  const read = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        read.bytes += chunk.byteLength;
        controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, read };
}

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  const init = {
    method: "POST",
    body,
    duplex: "half",
    headers: { "Content-Type": "application/json", ...headers },
  };
  return new Request("http://localhost/any", init as RequestInit);
}

const noParams = { params: Promise.resolve({ nextauth: ["callback", "twitter"] }) };

test.each([
  ["the sign-in", maxAuthBytes, (request: Request) => authenticate(request, noParams)],
  ["the way to connect an account", maxAuthBytes, connect],
  ["the studio's procedures", maxTrpcBytes, ask],
  ["QStash's deliveries", maxDeliveryBytes, (request: Request) => deliver(request)],
])("%s read no more than an honest request holds", async (_, maxBytes, route) => {
  const { body, read } = endless();
  const response = await route(post(body));
  expect(response.status).toBe(413);
  expect(await response.json()).toEqual({ message: expect.stringMatching(/^This is far .*\.$/) });
  expect(read.bytes).toBeLessThanOrEqual(maxBytes + chunk.byteLength);
  const announced = endless();
  const early = await route(post(announced.body, { "Content-Length": String(maxBytes + 1) }));
  expect([early.status, announced.read.bytes]).toEqual([413, 0]);
});
