import { TRPCError } from "@trpc/server";
import { AppError } from "~/server/app-error";

export type Refusal = Pick<AppError, "code" | "message" | "tweet">;

/**
 * How a command was refused, in the words that people read.
 * @throws Error when it was carried out, or failed in another way than for people.
 */
export async function refusalOf(command: Promise<unknown>): Promise<Refusal> {
  let answer: unknown;
  try {
    answer = await command;
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : error;
    if (cause instanceof AppError) return cause;
    throw error;
  }
  throw new Error(`it was not refused: ${JSON.stringify(answer)}`);
}
