-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "locale" TEXT;

