-- Requests go to workers that serve the pack by what is in it, not by its name alone.

-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "pack_content" TEXT;

-- AlterTable
ALTER TABLE "pack" ADD COLUMN     "content_id" TEXT;

-- AlterTable
ALTER TABLE "painter" ADD COLUMN     "packs" JSONB NOT NULL DEFAULT '[]';
