-- CreateEnum
CREATE TYPE "MediaKind" AS ENUM ('IMAGE', 'GIF', 'VIDEO');

-- AlterEnum
ALTER TYPE "PartState" ADD VALUE 'REMOVED';

-- AlterTable
ALTER TABLE "XAccount" ADD COLUMN     "holdSince" TIMESTAMPTZ(3),
ADD COLUMN     "pausedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Tweet" ADD COLUMN     "looks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "nextLookAt" TIMESTAMPTZ(3),
ADD COLUMN     "rollbackAfter" TIMESTAMPTZ(3),
ADD COLUMN     "rollbackError" TEXT,
ADD COLUMN     "rollbackFailures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rollbackRequestedAt" TIMESTAMPTZ(3),
ADD COLUMN     "rolledBackAt" TIMESTAMPTZ(3),
ADD COLUMN     "startedAt" TIMESTAMPTZ(3),
ALTER COLUMN "latenessLimitS" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Part" ADD COLUMN     "removedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Attempt" ADD COLUMN     "absentSince" TIMESTAMPTZ(3),
ADD COLUMN     "deadlineAt" TIMESTAMPTZ(3),
ADD COLUMN     "failedLooks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sendingAt" TIMESTAMPTZ(3),
ADD COLUMN     "settlingSince" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "AppHold" ADD COLUMN     "probeAfter" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Media" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "kind" "MediaKind" NOT NULL,
    "mimeType" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "durationMs" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Media_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PartMedia" (
    "id" UUID NOT NULL,
    "partId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "mediaId" UUID NOT NULL,
    "altText" TEXT,
    "xMediaId" TEXT,
    "xState" TEXT,
    "xExpiresAt" TIMESTAMPTZ(3),
    "xSince" TIMESTAMPTZ(3),

    CONSTRAINT "PartMedia_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FlightEntry" (
    "id" BIGSERIAL NOT NULL,
    "tweetId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "revision" INTEGER,
    "detail" JSONB,

    CONSTRAINT "FlightEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "tweetId" UUID,
    "accountId" UUID,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "readAt" TIMESTAMPTZ(3),
    "detail" JSONB,

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Media_sha256_idx" ON "Media"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Media_userId_sha256_key" ON "Media"("userId", "sha256");

-- CreateIndex
CREATE INDEX "PartMedia_mediaId_idx" ON "PartMedia"("mediaId");

-- CreateIndex
CREATE UNIQUE INDEX "PartMedia_partId_position_key" ON "PartMedia"("partId", "position");

-- CreateIndex
CREATE INDEX "FlightEntry_tweetId_id_idx" ON "FlightEntry"("tweetId", "id");

-- CreateIndex
CREATE INDEX "Notification_userId_at_idx" ON "Notification"("userId", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Notification_userId_key_key" ON "Notification"("userId", "key");

-- AddForeignKey
ALTER TABLE "Media" ADD CONSTRAINT "Media_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartMedia" ADD CONSTRAINT "PartMedia_partId_fkey" FOREIGN KEY ("partId") REFERENCES "Part"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartMedia" ADD CONSTRAINT "PartMedia_mediaId_fkey" FOREIGN KEY ("mediaId") REFERENCES "Media"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlightEntry" ADD CONSTRAINT "FlightEntry_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- The moves and the rest of the flight recorder are numbered in one row.
ALTER TABLE "FlightEntry" ALTER COLUMN "id" SET DEFAULT nextval('"Event_id_seq"');
DROP SEQUENCE "FlightEntry_id_seq";

-- What was posted before this migration has started.
ALTER TABLE "Tweet" DISABLE TRIGGER "Tweet_move_guard";
UPDATE "Tweet" t SET "startedAt" = p."sentAt"
  FROM (SELECT "tweetId", min("sentAt") AS "sentAt" FROM "Part" WHERE "xId" IS NOT NULL GROUP BY "tweetId") p
  WHERE p."tweetId" = t."id";
ALTER TABLE "Tweet" ENABLE TRIGGER "Tweet_move_guard";

ALTER TABLE "Tweet"
  ADD CONSTRAINT "Tweet_lateness_not_negative" CHECK ("latenessLimitS" >= 0),
  ADD CONSTRAINT "Tweet_looks_only_when_unconfirmed" CHECK ("nextLookAt" IS NULL OR "status" = 'UNCONFIRMED'),
  ADD CONSTRAINT "Tweet_started_is_no_draft" CHECK ("startedAt" IS NULL OR "status" <> 'DRAFT'),
  ADD CONSTRAINT "Tweet_rolled_back_is_cancelled"
    CHECK ("rollbackRequestedAt" IS NULL OR ("status" = 'CANCELLED' AND "startedAt" IS NOT NULL)),
  ADD CONSTRAINT "Tweet_rolled_back_was_asked" CHECK ("rolledBackAt" IS NULL OR "rollbackRequestedAt" IS NOT NULL);

-- As text: a value that this transaction adds to an enum cannot be used in it.
ALTER TABLE "Part"
  DROP CONSTRAINT "Part_text_not_blank",
  DROP CONSTRAINT "Part_sent_has_its_id",
  ADD CONSTRAINT "Part_text_not_blank" CHECK ("text" = '' OR "text" ~ '[^[:space:]]'),
  ADD CONSTRAINT "Part_out_has_its_id" CHECK (("state"::text IN ('SENT', 'REMOVED')) = ("xId" IS NOT NULL)),
  ADD CONSTRAINT "Part_removed_has_a_time" CHECK (("state"::text = 'REMOVED') = ("removedAt" IS NOT NULL));

ALTER TABLE "Media"
  ADD CONSTRAINT "Media_hash_is_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "Media_not_empty" CHECK ("bytes" > 0);

ALTER TABLE "PartMedia"
  ADD CONSTRAINT "PartMedia_at_most_four" CHECK ("position" BETWEEN 1 AND 4),
  ADD CONSTRAINT "PartMedia_state_has_its_id" CHECK (("xState" IS NULL) = ("xMediaId" IS NULL)),
  ADD CONSTRAINT "PartMedia_known_state" CHECK ("xState" IN ('UPLOADED', 'READY', 'FAILED'));

CREATE INDEX "Tweet_unconfirmed_looks" ON "Tweet" ("nextLookAt") WHERE "nextLookAt" IS NOT NULL;
CREATE INDEX "Tweet_rolling_back" ON "Tweet" ("rollbackAfter")
  WHERE "rollbackRequestedAt" IS NOT NULL AND "rolledBackAt" IS NULL;
CREATE INDEX "Notification_unread" ON "Notification" ("userId") WHERE "readAt" IS NULL;

-- Only the moves of the state table; PUBLISHED is final; a raised revision clears the message; time changes only with
-- the revision, and never once the first part is out.
CREATE OR REPLACE FUNCTION "tweet_move_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> OLD."status" AND NOT (
    (OLD."status" = 'DRAFT' AND NEW."status" IN ('SCHEDULED', 'FAILED', 'CANCELLED', 'PUBLISHED')) OR
    (OLD."status" = 'SCHEDULED' AND NEW."status" IN ('DRAFT', 'PUBLISHING', 'FAILED', 'CANCELLED', 'PUBLISHED')) OR
    (OLD."status" = 'PUBLISHING' AND NEW."status" IN ('PUBLISHED', 'SCHEDULED', 'FAILED', 'UNCONFIRMED')) OR
    (OLD."status" = 'UNCONFIRMED' AND NEW."status" IN ('PUBLISHED', 'SCHEDULED', 'FAILED')) OR
    (OLD."status" = 'FAILED' AND NEW."status" IN ('SCHEDULED', 'CANCELLED', 'PUBLISHED')) OR
    (OLD."status" = 'CANCELLED' AND NEW."status" IN ('SCHEDULED', 'DRAFT', 'PUBLISHED'))
  ) THEN
    RAISE EXCEPTION 'tweet %: % -> % is not a legal move', OLD."id", OLD."status", NEW."status";
  END IF;
  IF NEW."revision" < OLD."revision" THEN
    RAISE EXCEPTION 'tweet %: a revision never falls (% -> %)', OLD."id", OLD."revision", NEW."revision";
  END IF;
  IF NEW."revision" > OLD."revision" AND NEW."qstashId" IS NOT NULL THEN
    RAISE EXCEPTION 'tweet %: a raised revision clears qstashId', OLD."id";
  END IF;
  IF NEW."revision" = OLD."revision" AND NEW."scheduledFor" IS DISTINCT FROM OLD."scheduledFor" THEN
    RAISE EXCEPTION 'tweet %: its time changes only with its revision', OLD."id";
  END IF;
  IF OLD."startedAt" IS NOT NULL AND NEW."scheduledFor" IS DISTINCT FROM OLD."scheduledFor" THEN
    RAISE EXCEPTION 'tweet %: a part is out, so its time is frozen', OLD."id";
  END IF;
  IF OLD."startedAt" IS NOT NULL AND NEW."startedAt" IS DISTINCT FROM OLD."startedAt" THEN
    RAISE EXCEPTION 'tweet %: it has started once', OLD."id";
  END IF;
  IF OLD."rollbackRequestedAt" IS NOT NULL AND NEW."status" <> 'CANCELLED' THEN
    RAISE EXCEPTION 'tweet %: after a roll-back it stays cancelled', OLD."id";
  END IF;
  RETURN NEW;
END
$$;

-- What is out stays as it is: its text, its place, X's id. It can only be removed at X, once.
CREATE FUNCTION "part_out_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."xId" IS NOT NULL AND (
    NEW."xId" IS DISTINCT FROM OLD."xId" OR NEW."text" <> OLD."text" OR NEW."position" <> OLD."position"
    OR (OLD."state"::text = 'REMOVED' AND NEW."state"::text <> 'REMOVED')
  ) THEN
    RAISE EXCEPTION 'part % of tweet % is out and stays as it is', OLD."position", OLD."tweetId";
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "Part_out_guard" BEFORE UPDATE ON "Part"
  FOR EACH ROW EXECUTE FUNCTION "part_out_guard"();
