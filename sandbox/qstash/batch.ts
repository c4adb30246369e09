import { z } from "zod";
import { ApiError, notServed } from "./api-error";
import type { Context } from "./context";
import type { Draft } from "./message";
import { type Published, publish, readPublication } from "./publish";

const entrySchema = z.object({
  destination: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
  queue: z.string().optional(),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Publishes the entries of a JSON array in their order. An entry that QStash refuses answers `{error}` in its place;
 * a limit of the plan, or what is not served, refuses the whole call with nothing kept (throws ApiError).
 */
export async function publishBatch(
  context: Context,
  body: Buffer,
  callerIp: string,
): Promise<(Published | { error: string })[]> {
  const readings = parseEntries(body).map((entry) => readEntry(context, entry, callerIp));
  const results: (Published | { error: string })[] = [];
  for (const reading of readings)
    results.push("error" in reading ? reading : await publish(context, reading));
  return results;
}

function parseEntries(body: Buffer): Entry[] {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw new ApiError(400, "the body of a batch must be a JSON array");
  }
  const parsed = z.array(entrySchema).safeParse(value);
  if (!parsed.success) throw new ApiError(400, `invalid batch: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readEntry(context: Context, entry: Entry, callerIp: string): Draft | { error: string } {
  if (entry.queue) throw notServed("queues");
  try {
    const publication = { url: entry.destination, pairs: Object.entries(entry.headers), callerIp };
    return readPublication(context, { ...publication, body: Buffer.from(entry.body) });
  } catch (error) {
    if (error instanceof ApiError && error.scope === "entry") return { error: error.message };
    throw error;
  }
}
