-- CreateIndex
CREATE INDEX "aesthetic_version_vector_idx" ON "aesthetic_version" USING HASH ("vector");

-- CreateIndex
CREATE INDEX "aesthetic_image_vector_idx" ON "aesthetic_image" USING HASH ("vector");
