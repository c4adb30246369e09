-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "TweetStatus" AS ENUM ('DRAFT', 'SCHEDULED', 'PUBLISHING', 'PUBLISHED', 'FAILED', 'UNCONFIRMED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "PartState" AS ENUM ('WAITING', 'SENDING', 'SENT');

-- CreateEnum
CREATE TYPE "MissingMessageChoice" AS ENUM ('UNSCHEDULE', 'REARM');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "checkFailure" TEXT,
    "checkFailingSince" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "XAccount" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "xUserId" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "avatarUrl" TEXT,
    "accessToken" TEXT NOT NULL,
    "refreshToken" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "scope" TEXT NOT NULL,
    "signsIn" BOOLEAN NOT NULL DEFAULT true,
    "tokenVersion" INTEGER NOT NULL DEFAULT 1,
    "onMissing" "MissingMessageChoice" NOT NULL DEFAULT 'UNSCHEDULE',
    "holdReason" TEXT,
    "holdUntil" TIMESTAMPTZ(3),
    "holdDetail" TEXT,
    "connectedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "XAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tweet" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "status" "TweetStatus" NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "arming" INTEGER NOT NULL DEFAULT 0,
    "scheduledFor" TIMESTAMPTZ(0),
    "latenessLimitS" INTEGER NOT NULL,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "qstashId" TEXT,
    "armedAt" TIMESTAMPTZ(3),
    "armFailures" INTEGER NOT NULL DEFAULT 0,
    "armError" TEXT,
    "armAfter" TIMESTAMPTZ(3),
    "checkedAt" TIMESTAMPTZ(3),
    "missingSince" TIMESTAMPTZ(3),
    "orphanReason" TEXT,
    "orphanedAt" TIMESTAMPTZ(3),
    "orphanRemovedAt" TIMESTAMPTZ(3),
    "failureKind" TEXT,
    "failureDetail" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "stopRequestedAt" TIMESTAMPTZ(3),
    "publishedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "statusSince" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Tweet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Part" (
    "id" UUID NOT NULL,
    "tweetId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "state" "PartState" NOT NULL DEFAULT 'WAITING',
    "sendingAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "xId" TEXT,

    CONSTRAINT "Part_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "tweetId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "arming" INTEGER NOT NULL,
    "qstashId" TEXT,
    "url" TEXT NOT NULL,
    "notBefore" TIMESTAMPTZ(0) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attempt" (
    "id" UUID NOT NULL,
    "tweetId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "partPosition" INTEGER NOT NULL,
    "via" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "leaseUntil" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "httpStatus" INTEGER,
    "detail" TEXT,

    CONSTRAINT "Attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" BIGSERIAL NOT NULL,
    "tweetId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "from" "TweetStatus",
    "to" "TweetStatus" NOT NULL,
    "revision" INTEGER NOT NULL,
    "scheduledFor" TIMESTAMPTZ(0),
    "actor" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AppHold" (
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "detail" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AppHold_pkey" PRIMARY KEY ("reason")
);

-- CreateTable
CREATE TABLE "ReconcilerRun" (
    "id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "userId" UUID,
    "holder" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "seen" INTEGER NOT NULL DEFAULT 0,
    "verdicts" JSONB NOT NULL DEFAULT '{}',
    "actions" JSONB NOT NULL DEFAULT '{}',
    "unknown" JSONB NOT NULL DEFAULT '{}',
    "calls" INTEGER NOT NULL DEFAULT 0,
    "breaker" JSONB,
    "error" TEXT,

    CONSTRAINT "ReconcilerRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "XAccount_xUserId_key" ON "XAccount"("xUserId");

-- CreateIndex
CREATE INDEX "XAccount_userId_idx" ON "XAccount"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Tweet_qstashId_key" ON "Tweet"("qstashId");

-- CreateIndex
CREATE INDEX "Tweet_userId_status_scheduledFor_id_idx" ON "Tweet"("userId", "status", "scheduledFor", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Part_xId_key" ON "Part"("xId");

-- CreateIndex
CREATE UNIQUE INDEX "Part_tweetId_position_key" ON "Part"("tweetId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Message_qstashId_key" ON "Message"("qstashId");

-- CreateIndex
CREATE UNIQUE INDEX "Message_tweetId_revision_arming_key" ON "Message"("tweetId", "revision", "arming");

-- CreateIndex
CREATE INDEX "Attempt_tweetId_idx" ON "Attempt"("tweetId");

-- CreateIndex
CREATE INDEX "Event_tweetId_id_idx" ON "Event"("tweetId", "id");

-- CreateIndex
CREATE INDEX "ReconcilerRun_job_startedAt_idx" ON "ReconcilerRun"("job", "startedAt" DESC);

-- AddForeignKey
ALTER TABLE "XAccount" ADD CONSTRAINT "XAccount_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tweet" ADD CONSTRAINT "Tweet_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tweet" ADD CONSTRAINT "Tweet_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "XAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Part" ADD CONSTRAINT "Part_tweetId_fkey" FOREIGN KEY ("tweetId") REFERENCES "Tweet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_tweetId_fkey" FOREIGN KEY ("tweetId") REFERENCES "Tweet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_tweetId_fkey" FOREIGN KEY ("tweetId") REFERENCES "Tweet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_tweetId_fkey" FOREIGN KEY ("tweetId") REFERENCES "Tweet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say: guards, partial indexes, legal moves.

ALTER TABLE "Tweet"
  ADD CONSTRAINT "Tweet_revision_positive" CHECK ("revision" >= 1),
  ADD CONSTRAINT "Tweet_arming_not_negative" CHECK ("arming" >= 0),
  ADD CONSTRAINT "Tweet_time_when_scheduled"
    CHECK ("scheduledFor" IS NOT NULL OR "status" IN ('DRAFT', 'FAILED', 'CANCELLED')),
  ADD CONSTRAINT "Tweet_message_only_when_scheduled" CHECK ("qstashId" IS NULL OR "status" = 'SCHEDULED'),
  ADD CONSTRAINT "Tweet_lease_only_when_publishing" CHECK (("leaseUntil" IS NOT NULL) = ("status" = 'PUBLISHING')),
  ADD CONSTRAINT "Tweet_posted_has_a_time" CHECK (("publishedAt" IS NOT NULL) = ("status" = 'PUBLISHED')),
  ADD CONSTRAINT "Tweet_failure_has_a_kind" CHECK ("status" <> 'FAILED' OR "failureKind" IS NOT NULL),
  ADD CONSTRAINT "Tweet_deleted_is_at_rest"
    CHECK ("deletedAt" IS NULL OR "status" NOT IN ('SCHEDULED', 'PUBLISHING', 'UNCONFIRMED')),
  ADD CONSTRAINT "Tweet_strike_needs_a_message" CHECK ("missingSince" IS NULL OR "qstashId" IS NOT NULL);

ALTER TABLE "Part"
  ADD CONSTRAINT "Part_position_from_one" CHECK ("position" BETWEEN 1 AND 25),
  ADD CONSTRAINT "Part_text_not_blank" CHECK ("text" ~ '[^[:space:]]'),
  ADD CONSTRAINT "Part_sent_has_its_id" CHECK (("state" = 'SENT') = ("xId" IS NOT NULL));

-- At most one create call is in flight or unresolved.
CREATE UNIQUE INDEX "Attempt_one_open" ON "Attempt" ("tweetId") WHERE "endedAt" IS NULL;

CREATE INDEX "Tweet_due" ON "Tweet" ("scheduledFor", "id") WHERE "status" = 'SCHEDULED';
CREATE INDEX "Tweet_unarmed" ON "Tweet" ("scheduledFor", "id") WHERE "status" = 'SCHEDULED' AND "qstashId" IS NULL;
CREATE INDEX "Tweet_suspected" ON "Tweet" ("missingSince") WHERE "missingSince" IS NOT NULL;
CREATE INDEX "Tweet_leased" ON "Tweet" ("leaseUntil") WHERE "status" = 'PUBLISHING';
CREATE INDEX "Message_live" ON "Message" ("createdAt", "id") WHERE "endedAt" IS NULL;
CREATE INDEX "Event_orphaned" ON "Event" ("at") WHERE "kind" = 'orphaned';

-- Only the moves of the state table; PUBLISHED is final; a raised revision clears the message; time changes only
-- with the revision.
CREATE FUNCTION "tweet_move_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> OLD."status" AND NOT (
    (OLD."status" = 'DRAFT' AND NEW."status" IN ('SCHEDULED', 'CANCELLED', 'PUBLISHED')) OR
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
  RETURN NEW;
END
$$;

CREATE TRIGGER "Tweet_move_guard" BEFORE UPDATE ON "Tweet"
  FOR EACH ROW EXECUTE FUNCTION "tweet_move_guard"();
