-- AlterTable
ALTER TABLE "duel" ADD COLUMN     "file_names" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
CREATE INDEX "choice_image_ids_idx" ON "choice" USING GIN ("image_ids");
