-- AlterTable
ALTER TABLE "aesthetic_image" ADD COLUMN     "picture" BYTEA;

-- AlterTable
ALTER TABLE "guild" ADD COLUMN     "keep_images" BOOLEAN;
