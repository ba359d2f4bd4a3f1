-- AlterTable
ALTER TABLE "aesthetic_version" ADD COLUMN     "card_facts" JSONB;

-- CreateTable
CREATE TABLE "plain_picture" (
    "pack_name" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "picture" BYTEA NOT NULL,

    CONSTRAINT "plain_picture_pkey" PRIMARY KEY ("pack_name","index")
);

-- AddForeignKey
ALTER TABLE "plain_picture" ADD CONSTRAINT "plain_picture_pack_name_fkey" FOREIGN KEY ("pack_name") REFERENCES "pack"("name") ON DELETE CASCADE ON UPDATE CASCADE;

