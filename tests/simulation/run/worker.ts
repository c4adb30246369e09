// A worker of a long run: one process, one database, one job after another as they are sent to it.
import { layGround } from "../world/ground";
import { type Job, runJob } from "./jobs";

type Order = { id: number; job: Job };

// Prisma asks for a stack with every statement, and nobody reads it.
Error.stackTraceLimit = 1;

const databaseUrl = process.argv[2];
if (!databaseUrl || !process.send) throw new Error("A worker is started by tests/simulation/main.ts.");
const ground = await layGround(databaseUrl);
process.on("message", (order: Order) => {
  runJob(ground, order.job).then(
    (result) => process.send?.({ id: order.id, result }),
    (error: unknown) =>
      process.send?.({ id: order.id, error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.send({ ready: true });
