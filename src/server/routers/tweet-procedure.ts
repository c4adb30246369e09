// A procedure about a tweet: what it refuses is kept in that tweet's history.
import { z } from "zod";
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
    error: result.error.cause,
    isCreation: path.endsWith(".schedule") && input.data.revision === undefined,
  });
  return result;
});
