-- AlterTable
ALTER TABLE "picture_vote" ADD COLUMN "asker_id" TEXT;

UPDATE "picture_vote" v SET "asker_id" = g."member_id"
FROM "generated_image" i JOIN "generation" g ON g."id" = i."generation_id" WHERE i."id" = v."image_id";

ALTER TABLE "picture_vote" ALTER COLUMN "asker_id" SET NOT NULL;
