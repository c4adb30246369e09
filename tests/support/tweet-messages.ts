import type { Harness } from "./roost-harness";

export type SeenMessage = {
  messageId: string;
  state: string;
  revision: number;
  /** In milliseconds, as QStash tells it. */
  notBefore: number;
  deduplicationId: string;
};

/** A tweet's messages as the QStash sandbox knows them, oldest first: those still to be delivered, or all ever. */
export async function messagesOf(
  h: Harness,
  tweetId: string,
  which: "alive" | "all" = "alive",
): Promise<SeenMessage[]> {
  const { messages } = await h.qstash(`/_sandbox/messages${which === "alive" ? "?state=pending" : ""}`);
  return (messages as (Omit<SeenMessage, "revision"> & { body: string })[])
    .map(({ body, ...message }) => ({ ...message, ...(JSON.parse(body) as Record<string, unknown>) }))
    .filter((message): message is SeenMessage & { tweetId: string } => "tweetId" in message)
    .filter((message) => message.tweetId === tweetId)
    .map(({ messageId, state, revision, notBefore, deduplicationId }) => ({
      messageId,
      state,
      revision,
      notBefore,
      deduplicationId,
    }));
}
