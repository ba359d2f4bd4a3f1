-- AlterTable
ALTER TABLE "aesthetic" ADD COLUMN     "owner_id" TEXT;

-- CreateTable
CREATE TABLE "pack_words" (
    "pack_name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "vectors" BYTEA NOT NULL,

    CONSTRAINT "pack_words_pkey" PRIMARY KEY ("pack_name")
);

-- CreateTable
CREATE TABLE "member_taste" (
    "guild_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "on" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_taste_pkey" PRIMARY KEY ("guild_id","member_id")
);

-- CreateIndex
CREATE INDEX "member_taste_member_id_idx" ON "member_taste"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "aesthetic_guild_id_owner_id_key" ON "aesthetic"("guild_id", "owner_id");

-- AddForeignKey
ALTER TABLE "pack_words" ADD CONSTRAINT "pack_words_pack_name_fkey" FOREIGN KEY ("pack_name") REFERENCES "pack"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_taste" ADD CONSTRAINT "member_taste_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

