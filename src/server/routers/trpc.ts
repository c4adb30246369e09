// The one place where tRPC is set up: who calls, and how errors are told.
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import { AppError, type AppErrorCode } from "../app-error";
import { appErrorOf } from "../app-error-of";
import type { Collaborators } from "../collaborators";
import { requirePerson } from "../require-person";

export type Context = {
  roost: Collaborators;
  userId: string | null;
  /** Whose page it is that asks, where it says so: another may have signed in since in the same browser. */
  pageOf?: string | null;
};

const trpcCodes = {
  STALE: "CONFLICT",
  NOT_FOUND: "NOT_FOUND",
  NOT_ALLOWED: "CONFLICT",
  BAD_INPUT: "BAD_REQUEST",
  TIME_PASSED: "BAD_REQUEST",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  UNAUTHENTICATED: "UNAUTHORIZED",
  OTHER_PERSON: "UNAUTHORIZED",
} as const satisfies Record<AppErrorCode, TRPCError["code"]>;

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter: ({ shape, error }) => {
    if (error.cause instanceof ZodError) {
      const message = error.cause.issues[0]?.message ?? "The request is not right.";
      return { ...shape, message, data: { ...shape.data, app: { code: "BAD_INPUT" as AppErrorCode } } };
    }
    const app = error.cause instanceof AppError ? error.cause : null;
    return {
      ...shape,
      data: {
        ...shape.data,
        app: app ? { code: app.code, ...(app.tweet ? { tweet: app.tweet } : {}) } : null,
      },
    };
  },
});

/** Turns what a verb throws into an answer for people; what is not for them goes to the log only. */
const withErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof AppError) throw toTrpcError(cause);
  if (result.error.code !== "INTERNAL_SERVER_ERROR") return result;
  ctx.roost.log.error({ path, error: cause ?? result.error }, "procedure.failed");
  throw toTrpcError(appErrorOf(cause));
});

const signedIn = t.middleware(({ ctx, next }) => {
  const { userId } = requirePerson(ctx.userId, ctx.pageOf ?? null);
  return next({ ctx: { ...ctx, userId } });
});

function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: trpcCodes[error.code], message: error.message, cause: error });
}

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** A procedure for somebody who is signed in; `ctx.userId` is theirs. */
export const procedure = t.procedure.use(withErrors).use(signedIn);
