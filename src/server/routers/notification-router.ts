import { z } from "zod";
import { policy } from "~/domain/policy";
import { readBanner } from "../notices/banner";
import { listNotices } from "../notices/list";
import { markRead } from "../notices/mark-read";
import { countUnreadOf } from "../notices/unread-count";
import { procedure, router } from "./trpc";
import { unknown } from "./tweet-input";

const { maxMarked } = policy.notices;
const whichOnes = `Name from 1 to ${maxMarked} notices, or the time up to which all are read.`;

const page = z.strictObject({ cursor: z.string(unknown).optional() }, unknown).prefault({});
const marked = z.union(
  [z.strictObject({ ids: z.array(z.uuid()).min(1).max(maxMarked) }), z.strictObject({ upTo: z.date() })],
  whichOnes,
);

export const notificationRouter = router({
  list: procedure
    .input(page)
    .query(({ ctx, input }) => listNotices(ctx.roost, { ...input, userId: ctx.userId })),
  mark_read: procedure
    .input(marked)
    .mutation(({ ctx, input }) => markRead(ctx.roost, { ...input, userId: ctx.userId })),
  unread_count: procedure.query(({ ctx }) => countUnreadOf(ctx.roost, ctx.userId)),
  banner: procedure.query(({ ctx }) => readBanner(ctx.roost, ctx.userId)),
});
