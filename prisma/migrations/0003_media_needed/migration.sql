-- AlterTable
ALTER TABLE "Media" ADD COLUMN     "neededAt" TIMESTAMPTZ(3);

UPDATE "Media" SET "neededAt" = "createdAt";

ALTER TABLE "Media" ALTER COLUMN "neededAt" SET NOT NULL;
