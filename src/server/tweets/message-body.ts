// What a message of ours says: which tweet and revision it is for, or that it is a probe.
import { z } from "zod";

const messageBody = z.union([
  z.object({ tweetId: z.uuid(), revision: z.int().positive() }),
  z.object({ probe: z.literal(true) }),
]);

export type MessageBody = z.infer<typeof messageBody>;

/** The body as QStash hands it back; null for one that no message of ours has. */
export function readMessageBody(rawBody: string): MessageBody | null {
  return messageBody.safeParse(parseJson(rawBody)).data ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
