-- CreateTable
CREATE TABLE "aesthetic_version_source" (
    "version_id" UUID NOT NULL,
    "giver_id" TEXT NOT NULL,

    CONSTRAINT "aesthetic_version_source_pkey" PRIMARY KEY ("version_id","giver_id")
);

-- CreateTable
CREATE TABLE "aesthetic_share" (
    "aesthetic_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "aesthetic_share_pkey" PRIMARY KEY ("aesthetic_id")
);

-- CreateIndex
CREATE INDEX "aesthetic_version_source_giver_id_idx" ON "aesthetic_version_source"("giver_id");

-- CreateIndex
CREATE UNIQUE INDEX "aesthetic_share_code_hash_key" ON "aesthetic_share"("code_hash");

-- CreateIndex
CREATE INDEX "aesthetic_share_version_id_idx" ON "aesthetic_share"("version_id");

-- AddForeignKey
ALTER TABLE "aesthetic_version_source" ADD CONSTRAINT "aesthetic_version_source_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "aesthetic_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_share" ADD CONSTRAINT "aesthetic_share_aesthetic_id_fkey" FOREIGN KEY ("aesthetic_id") REFERENCES "aesthetic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_share" ADD CONSTRAINT "aesthetic_share_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "aesthetic_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

