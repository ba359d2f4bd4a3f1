-- CreateEnum
CREATE TYPE "contest_status" AS ENUM ('opening', 'open', 'closed', 'cancelled');

-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "parent_channel_id" TEXT,
ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "guild" ADD COLUMN     "account_days" INTEGER,
ADD COLUMN     "daily_quota" INTEGER,
ADD COLUMN     "member_days" INTEGER,
ADD COLUMN     "report_channel_id" TEXT,
ADD COLUMN     "showcase_channel_id" TEXT,
ADD COLUMN     "showcase_score" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "role_rule" (
    "guild_id" TEXT NOT NULL,
    "role_id" TEXT NOT NULL,
    "daily_quota" INTEGER,
    "exempt" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "role_rule_pkey" PRIMARY KEY ("guild_id","role_id")
);

-- CreateTable
CREATE TABLE "word_rule" (
    "guild_id" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "word_rule_pkey" PRIMARY KEY ("guild_id","word")
);

-- CreateTable
CREATE TABLE "member_block" (
    "guild_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_block_pkey" PRIMARY KEY ("guild_id","member_id")
);

-- CreateTable
CREATE TABLE "member_warning" (
    "id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "shown_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_warning_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "generation_id" UUID NOT NULL,
    "reporter_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "actor_id" TEXT,
    "member_id" TEXT,
    "generation_id" UUID,
    "detail" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "showcase_post" (
    "image_id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "posting_until" TIMESTAMPTZ(3),
    "posting_at" TIMESTAMPTZ(3),
    "message_id" TEXT,
    "done_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "showcase_post_pkey" PRIMARY KEY ("image_id")
);

-- CreateTable
CREATE TABLE "contest" (
    "id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "aesthetic_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "creator_id" TEXT,
    "channel_id" TEXT NOT NULL,
    "thread_id" TEXT,
    "status" "contest_status" NOT NULL DEFAULT 'opening',
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "posting_until" TIMESTAMPTZ(3),
    "posting_at" TIMESTAMPTZ(3),
    "announced_at" TIMESTAMPTZ(3),

    CONSTRAINT "contest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "member_warning_guild_id_member_id_idx" ON "member_warning"("guild_id", "member_id");

-- CreateIndex
CREATE INDEX "member_warning_member_id_idx" ON "member_warning"("member_id");

-- CreateIndex
CREATE INDEX "report_guild_id_created_at_idx" ON "report"("guild_id", "created_at");

-- CreateIndex
CREATE INDEX "report_reporter_id_idx" ON "report"("reporter_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_generation_id_reporter_id_key" ON "report"("generation_id", "reporter_id");

-- CreateIndex
CREATE INDEX "audit_entry_guild_id_created_at_idx" ON "audit_entry"("guild_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_entry_generation_id_idx" ON "audit_entry"("generation_id");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_idx" ON "audit_entry"("actor_id");

-- CreateIndex
CREATE INDEX "audit_entry_member_id_idx" ON "audit_entry"("member_id");

-- CreateIndex
CREATE INDEX "showcase_post_guild_id_done_at_idx" ON "showcase_post"("guild_id", "done_at");

-- CreateIndex
CREATE INDEX "contest_status_closes_at_idx" ON "contest"("status", "closes_at");

-- CreateIndex
CREATE INDEX "contest_guild_id_created_at_idx" ON "contest"("guild_id", "created_at");

-- CreateIndex
CREATE INDEX "contest_thread_id_idx" ON "contest"("thread_id");

-- CreateIndex
CREATE INDEX "contest_creator_id_idx" ON "contest"("creator_id");

-- CreateIndex
CREATE INDEX "generation_message_id_idx" ON "generation"("message_id");

-- CreateIndex
CREATE INDEX "generation_removed_at_idx" ON "generation"("removed_at");

-- AddForeignKey
ALTER TABLE "role_rule" ADD CONSTRAINT "role_rule_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "word_rule" ADD CONSTRAINT "word_rule_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_block" ADD CONSTRAINT "member_block_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_warning" ADD CONSTRAINT "member_warning_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "showcase_post" ADD CONSTRAINT "showcase_post_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest" ADD CONSTRAINT "contest_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest" ADD CONSTRAINT "contest_aesthetic_id_fkey" FOREIGN KEY ("aesthetic_id") REFERENCES "aesthetic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

