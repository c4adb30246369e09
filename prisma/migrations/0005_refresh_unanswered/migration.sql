-- AlterTable
ALTER TABLE "XAccount" ADD COLUMN     "refreshUnanswered" INTEGER NOT NULL DEFAULT 0;

-- What Prisma's schema cannot say: the sweep looks for holds whose end has passed.
CREATE INDEX "XAccount_hold_until" ON "XAccount" ("holdUntil") WHERE "holdUntil" IS NOT NULL;
