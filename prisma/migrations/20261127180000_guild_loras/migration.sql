-- LoRAs that a guild's requests are painted with: [{ name, scale }].
ALTER TABLE "guild" ADD COLUMN "loras" JSONB;
