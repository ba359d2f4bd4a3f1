-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "generation_status" AS ENUM ('waiting', 'dispatched', 'painting', 'painted', 'delivered', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "guild" (
    "id" TEXT NOT NULL,
    "pack" TEXT,
    "aesthetic_id" UUID,
    "strength" TEXT,
    "member_cap" INTEGER,
    "guild_cap" INTEGER,
    "channel_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "creators" TEXT,
    "unchecked_everywhere" BOOLEAN,
    "cards" BOOLEAN,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "guild_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pack" (
    "name" TEXT NOT NULL,
    "clip_id" TEXT NOT NULL,
    "projection" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "reference" BYTEA,
    "checked" BOOLEAN NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pack_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "painter" (
    "id" UUID NOT NULL,
    "slots" INTEGER NOT NULL,
    "device" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "painter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aesthetic" (
    "id" UUID NOT NULL,
    "guild_id" TEXT,
    "pack" TEXT,
    "name" TEXT NOT NULL,
    "live_name" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "creator_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "aesthetic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aesthetic_version" (
    "id" UUID NOT NULL,
    "aesthetic_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "vector" BYTEA,
    "reference" BYTEA,
    "count" INTEGER NOT NULL,
    "clip_id" TEXT,
    "lineage" JSONB NOT NULL,
    "card" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "aesthetic_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aesthetic_image" (
    "id" UUID NOT NULL,
    "aesthetic_id" UUID NOT NULL,
    "sha256" TEXT,
    "vector" BYTEA NOT NULL,
    "thumbnail" BYTEA,
    "giver_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "aesthetic_image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aesthetic_version_image" (
    "version_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "aesthetic_version_image_pkey" PRIMARY KEY ("version_id","image_id")
);

-- CreateTable
CREATE TABLE "generation" (
    "id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "status" "generation_status" NOT NULL DEFAULT 'waiting',
    "background" BOOLEAN NOT NULL DEFAULT false,
    "pack" TEXT NOT NULL,
    "wish" JSONB NOT NULL,
    "aesthetic_version_id" UUID,
    "parent_id" UUID,
    "application_id" TEXT NOT NULL,
    "token" TEXT,
    "token_issued_at" TIMESTAMPTZ(3),
    "message_id" TEXT,
    "attachment_limit" INTEGER NOT NULL,
    "posting_at" TIMESTAMPTZ(3),
    "editing_until" TIMESTAMPTZ(3),
    "shown_place" INTEGER,
    "cost" DOUBLE PRECISION NOT NULL,
    "turn" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "repaints" INTEGER NOT NULL DEFAULT 0,
    "progress" JSONB,
    "outcome" JSONB,
    "cosine_before" DOUBLE PRECISION,
    "cosine_after" DOUBLE PRECISION,
    "error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dispatched_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "generation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "generated_image" (
    "id" UUID NOT NULL,
    "generation_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "seed" BIGINT NOT NULL,
    "plain" BOOLEAN NOT NULL DEFAULT false,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "vector" BYTEA NOT NULL,
    "thumbnail" BYTEA NOT NULL,
    "attachment_id" TEXT,

    CONSTRAINT "generated_image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fact" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "fact_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "aesthetic_creator_id_idx" ON "aesthetic"("creator_id");

-- CreateIndex
CREATE UNIQUE INDEX "aesthetic_guild_id_live_name_key" ON "aesthetic"("guild_id", "live_name");

-- CreateIndex
CREATE UNIQUE INDEX "aesthetic_pack_live_name_key" ON "aesthetic"("pack", "live_name");

-- CreateIndex
CREATE UNIQUE INDEX "aesthetic_version_aesthetic_id_number_key" ON "aesthetic_version"("aesthetic_id", "number");

-- CreateIndex
CREATE INDEX "aesthetic_image_aesthetic_id_idx" ON "aesthetic_image"("aesthetic_id");

-- CreateIndex
CREATE INDEX "aesthetic_image_giver_id_idx" ON "aesthetic_image"("giver_id");

-- CreateIndex
CREATE INDEX "aesthetic_version_image_image_id_idx" ON "aesthetic_version_image"("image_id");

-- CreateIndex
CREATE INDEX "generation_status_created_at_idx" ON "generation"("status", "created_at");

-- CreateIndex
CREATE INDEX "generation_dispatched_at_idx" ON "generation"("dispatched_at");

-- CreateIndex
CREATE INDEX "generation_turn_idx" ON "generation"("turn");

-- CreateIndex
CREATE INDEX "generation_delivered_at_finished_at_idx" ON "generation"("delivered_at", "finished_at");

-- CreateIndex
CREATE INDEX "generation_guild_id_created_at_idx" ON "generation"("guild_id", "created_at");

-- CreateIndex
CREATE INDEX "generation_member_id_created_at_idx" ON "generation"("member_id", "created_at");

-- CreateIndex
CREATE INDEX "generation_aesthetic_version_id_idx" ON "generation"("aesthetic_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "generated_image_generation_id_index_key" ON "generated_image"("generation_id", "index");

-- AddForeignKey
ALTER TABLE "aesthetic" ADD CONSTRAINT "aesthetic_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_version" ADD CONSTRAINT "aesthetic_version_aesthetic_id_fkey" FOREIGN KEY ("aesthetic_id") REFERENCES "aesthetic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_image" ADD CONSTRAINT "aesthetic_image_aesthetic_id_fkey" FOREIGN KEY ("aesthetic_id") REFERENCES "aesthetic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_version_image" ADD CONSTRAINT "aesthetic_version_image_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "aesthetic_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_version_image" ADD CONSTRAINT "aesthetic_version_image_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "aesthetic_image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generation" ADD CONSTRAINT "generation_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generation" ADD CONSTRAINT "generation_aesthetic_version_id_fkey" FOREIGN KEY ("aesthetic_version_id") REFERENCES "aesthetic_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generated_image" ADD CONSTRAINT "generated_image_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

