-- How fast each worker is, for /status.

-- AlterTable
ALTER TABLE "painter" ADD COLUMN     "ms_per_cost" DOUBLE PRECISION;
