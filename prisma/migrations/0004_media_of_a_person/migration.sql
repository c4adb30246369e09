-- What Prisma's schema cannot say: looked at when the transaction ends. Who deletes a person deletes their uploads and,
-- some steps later, the tweets that use them.
ALTER TABLE "PartMedia" ALTER CONSTRAINT "PartMedia_mediaId_fkey" DEFERRABLE INITIALLY DEFERRED;
