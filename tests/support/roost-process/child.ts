// One process of Roost, with its own pool and memory, that does what its parent says: a delivery as the web app takes
// it, or a sweep as the reconciler makes it.
import { POST } from "~/app/api/qstash/post-tweet/route";
import { getRoost } from "~/server/roost";
import { sweep } from "~/server/tweets/sweep";
import type { Done, Task } from "./parent";

const roost = getRoost();

process.on("message", (task: Task) => {
  void run(task).then(
    (said) => process.send?.({ said } satisfies Done),
    (error: unknown) => process.send?.({ said: String(error) } satisfies Done),
  );
});
// Connected before it is ready: what is to happen at once must not wait for that.
roost.clock.now().then(() => process.send?.({ said: "ready" } satisfies Done));

async function run(task: Task): Promise<string> {
  if (task.kind === "sweep") {
    const report = await sweep(roost);
    await report.publications;
    return JSON.stringify(report.actions);
  }
  const answers = await Promise.all(
    task.deliveries.map(({ body, signature }) =>
      POST(
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
