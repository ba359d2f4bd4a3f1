-- AlterTable
ALTER TABLE "guild" ADD COLUMN     "check_everywhere" BOOLEAN;
