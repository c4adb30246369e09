// The burst without Roost: messages of the same kind in QStash, with the same flow control, to the bare handler.
import { Client } from "@upstash/qstash";
import { policy } from "~/domain/policy";
import { waitFor } from "../../support/wait-for";
import { startBareHandler } from "./bare-part";
import type { Due } from "./ledger";
import type { Person } from "./people";
import { secondAhead } from "./schedule";
import type { BenchStack } from "./stack";

const leadMs = 15_000;
const pollMs = 250;
const timeoutMs = 180_000;
const msPerSecond = 1000;

/** Publishes this many for one second, going round the people, and returns when the handler has carried out all. */
export async function burstToBareHandler(stack: BenchStack, people: Person[], count: number): Promise<Due[]> {
  const bare = await startBareHandler(stack);
  const client = new Client({
    baseUrl: stack.addresses.qstash,
    token: stack.secrets.qstashToken,
    devMode: false,
    enableTelemetry: false,
  });
  const dueMs = secondAhead(leadMs);
  const messages = Array.from({ length: count }, (_, index) => {
    const person = people[index % people.length];
    return {
      url: bare.url,
      body: { text: `bare burst ${index + 1}`, accessToken: person?.accessToken },
      notBefore: dueMs / msPerSecond,
      retries: policy.message.retries,
      flowControl: { key: `bare-${person?.accountId}`, parallelism: policy.message.accountParallelism },
    };
  });
  const texts = messages.map(({ body }) => body.text);
  for (let start = 0; start < count; start += policy.arm.batchSize) {
    await client.batchJSON(messages.slice(start, start + policy.arm.batchSize));
  }
  await waitFor(async () => (await bare.handled()) >= count, { timeoutMs, pollMs });
  await stack.kill("bare");
  return texts.map((text) => ({ text, dueMs }));
}
