-- AlterTable
ALTER TABLE "PartMedia" ADD COLUMN     "xMediaKey" TEXT;
