// One process of Roost, with its own pool and memory, that does what its parent says: a delivery as the web app takes
// it, or a sweep as the reconciler makes it.
import { readFileSync } from "node:fs";
import { handleDelivery } from "~/app/api/qstash/post-tweet/handle-delivery";
import { policy } from "~/domain/policy";
import { databaseClock } from "~/server/clock";
import { openDb } from "~/server/db";
import { getEnv } from "~/server/env";
import { createRoost, type Roost } from "~/server/roost";
import { sweep } from "~/server/tweets/sweep";
import { createPublisher } from "~/server/x/publisher";
import { shiftedClock } from "../shifted-clock";
import type { Done, RoostProcessOptions, Task } from "./parent";

const roost = createOwnRoost(JSON.parse(process.argv[2] ?? "{}") as RoostProcessOptions);
(globalThis as { roost?: Roost }).roost = roost;

process.on("message", (task: Task) => {
  void run(task).then(
    (said) => process.send?.({ said } satisfies Done),
    (error: unknown) => process.send?.({ said: String(error) } satisfies Done),
  );
});
// Connected before it is ready: what is to happen at once must not wait for that.
roost.clock.now().then(() => process.send?.({ said: "ready" } satisfies Done));

function createOwnRoost({ aheadFile, callTimeoutMs }: RoostProcessOptions): Roost {
  const env = getEnv();
  const db = openDb(env.DATABASE_URL);
  const aheadMs = () => (aheadFile ? Number(readFileSync(aheadFile, "utf8")) : 0);
  const clock = shiftedClock(databaseClock(db), aheadMs);
  const own = createRoost(env, "test", { db, clock });
  if (callTimeoutMs === undefined) return own;
  const publisher = createPublisher({
    ...{ db, clock, box: own.box, log: own.log, webUrl: own.publisher.webUrl },
    app: { apiBaseUrl: env.X_API_BASE_URL, clientId: env.X_CLIENT_ID, clientSecret: env.X_CLIENT_SECRET },
    policy: { ...policy, publish: { ...policy.publish, callTimeoutMs } },
  });
  return { ...own, publisher };
}

async function run(task: Task): Promise<string> {
  if (task.kind === "sweep") {
    const report = await sweep(roost);
    await report.publications;
    return JSON.stringify(report.actions);
  }
  const answers = await Promise.all(
    task.deliveries.map(({ body, signature }) =>
      handleDelivery(
        new Request(roost.queue.deliveryUrl, {
          method: "POST",
          body,
          headers: { "upstash-signature": signature },
        }),
      ),
    ),
  );
  return JSON.stringify(answers.map(({ status }) => status));
}
