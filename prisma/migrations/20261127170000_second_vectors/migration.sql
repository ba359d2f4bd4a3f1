-- Of aesthetics and their images, vectors by the CLIP of a second text encoder (Stable Diffusion XL), and of packs what that CLIP is.
ALTER TABLE "aesthetic_version"
  ADD COLUMN "second_vector" BYTEA,
  ADD COLUMN "second_reference" BYTEA,
  ADD COLUMN "second_clip_id" TEXT;
ALTER TABLE "aesthetic_image" ADD COLUMN "second_vector" BYTEA;
ALTER TABLE "pack"
  ADD COLUMN "second_clip_id" TEXT,
  ADD COLUMN "second_reference" BYTEA;
