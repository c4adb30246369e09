// A procedure about a tweet: what it refuses is kept in that tweet's history.
import type { TRPCError } from "@trpc/server";
import { ZodError, z } from "zod";
import { AppError } from "../app-error";
import { recordRefusal } from "../tweets/record-refusal";
import { procedure } from "./trpc";

const named = z.object({ id: z.uuid(), revision: z.unknown().optional() });

export const tweetProcedure = procedure.use(async ({ ctx, path, type, getRawInput, next }) => {
  const result = await next();
  if (result.ok || type !== "mutation") return result;
  const input = named.safeParse(await getRawInput());
  if (!input.success) return result;
  await recordRefusal(ctx.roost, {
    userId: ctx.userId,
    tweetId: input.data.id,
    command: path.split(".").at(-1) ?? path,
    error: wordsOf(result.error),
    isCreation: path.endsWith(".schedule") && input.data.revision === undefined,
  });
  return result;
});

/** As its caller is told: see trpc.ts. What is not for people is told there only as trouble of ours. */
function wordsOf({ cause }: TRPCError): Pick<AppError, "code" | "message"> {
  if (cause instanceof AppError) return cause;
  if (cause instanceof ZodError) {
    return { code: "BAD_INPUT", message: cause.issues[0]?.message ?? "The request is not right." };
  }
  return { code: "UNAVAILABLE", message: "Something went wrong on our side." };
}
