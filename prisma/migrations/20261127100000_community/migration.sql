-- CreateEnum
CREATE TYPE "duel_status" AS ENUM ('painting', 'open', 'closed', 'cancelled');

-- CreateEnum
CREATE TYPE "choice_kind" AS ENUM ('duel', 'stream', 'best');

-- AlterTable
ALTER TABLE "generated_image" ADD COLUMN     "aesthetic_version_id" UUID;

-- CreateTable
CREATE TABLE "aesthetic_vote" (
    "guild_id" TEXT NOT NULL,
    "aesthetic_id" UUID NOT NULL,
    "member_id" TEXT NOT NULL,
    "value" SMALLINT NOT NULL,
    "own" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "aesthetic_vote_pkey" PRIMARY KEY ("guild_id","aesthetic_id","member_id")
);

-- CreateTable
CREATE TABLE "picture_vote" (
    "image_id" UUID NOT NULL,
    "member_id" TEXT NOT NULL,
    "guild_id" TEXT NOT NULL,
    "aesthetic_id" UUID,
    "value" SMALLINT NOT NULL,
    "own" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "picture_vote_pkey" PRIMARY KEY ("image_id","member_id")
);

-- CreateTable
CREATE TABLE "duel" (
    "id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "creator_id" TEXT NOT NULL,
    "generation_id" UUID NOT NULL,
    "status" "duel_status" NOT NULL DEFAULT 'painting',
    "minutes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closes_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "revealed_at" TIMESTAMPTZ(3),

    CONSTRAINT "duel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "choice" (
    "id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "kind" "choice_kind" NOT NULL,
    "subject" TEXT NOT NULL,
    "duel_id" UUID,
    "image_ids" UUID[],
    "aesthetic_ids" TEXT[],
    "best" SMALLINT,
    "reason" TEXT,
    "own" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "chosen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "choice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "aesthetic_vote_guild_id_voted_at_idx" ON "aesthetic_vote"("guild_id", "voted_at");

-- CreateIndex
CREATE INDEX "aesthetic_vote_member_id_idx" ON "aesthetic_vote"("member_id");

-- CreateIndex
CREATE INDEX "picture_vote_guild_id_voted_at_idx" ON "picture_vote"("guild_id", "voted_at");

-- CreateIndex
CREATE INDEX "picture_vote_member_id_idx" ON "picture_vote"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "duel_generation_id_key" ON "duel"("generation_id");

-- CreateIndex
CREATE INDEX "duel_status_closes_at_idx" ON "duel"("status", "closes_at");

-- CreateIndex
CREATE INDEX "duel_guild_id_created_at_idx" ON "duel"("guild_id", "created_at");

-- CreateIndex
CREATE INDEX "choice_guild_id_chosen_at_idx" ON "choice"("guild_id", "chosen_at");

-- CreateIndex
CREATE INDEX "choice_duel_id_idx" ON "choice"("duel_id");

-- CreateIndex
CREATE INDEX "choice_member_id_idx" ON "choice"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "choice_guild_id_kind_subject_member_id_key" ON "choice"("guild_id", "kind", "subject", "member_id");

-- CreateIndex
CREATE INDEX "generated_image_aesthetic_version_id_idx" ON "generated_image"("aesthetic_version_id");

-- AddForeignKey
ALTER TABLE "generated_image" ADD CONSTRAINT "generated_image_aesthetic_version_id_fkey" FOREIGN KEY ("aesthetic_version_id") REFERENCES "aesthetic_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_vote" ADD CONSTRAINT "aesthetic_vote_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_vote" ADD CONSTRAINT "aesthetic_vote_aesthetic_id_fkey" FOREIGN KEY ("aesthetic_id") REFERENCES "aesthetic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "picture_vote" ADD CONSTRAINT "picture_vote_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "picture_vote" ADD CONSTRAINT "picture_vote_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "generated_image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duel" ADD CONSTRAINT "duel_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duel" ADD CONSTRAINT "duel_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "choice" ADD CONSTRAINT "choice_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "choice" ADD CONSTRAINT "choice_duel_id_fkey" FOREIGN KEY ("duel_id") REFERENCES "duel"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What earlier pictures were painted with is what their request named.
UPDATE "generated_image" i SET "aesthetic_version_id" = g."aesthetic_version_id"
FROM "generation" g WHERE g."id" = i."generation_id" AND NOT i."plain" AND NOT g."background";
