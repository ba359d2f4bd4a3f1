-- Counters, and indexes for what interactions ask, so that neither grows with a server's history. The counters are kept by triggers: whatever
-- changes what they count, a process of an earlier version too, changes them in the same transaction.

-- CreateTable
CREATE TABLE "aesthetic_tally" (
    "guild_id" TEXT NOT NULL,
    "aesthetic_id" UUID NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "likes" INTEGER NOT NULL DEFAULT 0,
    "votes" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "aesthetic_tally_pkey" PRIMARY KEY ("guild_id","aesthetic_id")
);

-- CreateTable
CREATE TABLE "picture_tally" (
    "image_id" UUID NOT NULL,
    "guild_id" TEXT NOT NULL,
    "aesthetic_id" UUID,
    "asker_id" TEXT NOT NULL,
    "likes" INTEGER NOT NULL DEFAULT 0,
    "votes" INTEGER NOT NULL DEFAULT 0,
    "score" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "picture_tally_pkey" PRIMARY KEY ("image_id")
);

-- CreateIndex
CREATE INDEX "aesthetic_tally_aesthetic_id_idx" ON "aesthetic_tally"("aesthetic_id");

-- CreateIndex
CREATE INDEX "picture_tally_guild_id_score_image_id_idx" ON "picture_tally"("guild_id", "score", "image_id");

-- CreateIndex
CREATE INDEX "picture_tally_guild_id_aesthetic_id_score_image_id_idx" ON "picture_tally"("guild_id", "aesthetic_id", "score", "image_id");

-- CreateIndex
CREATE INDEX "picture_tally_guild_id_asker_id_score_image_id_idx" ON "picture_tally"("guild_id", "asker_id", "score", "image_id");

-- CreateIndex
CREATE INDEX "generation_status_finished_at_idx" ON "generation"("status", "finished_at");

-- CreateIndex
CREATE INDEX "generation_guild_id_member_id_created_at_idx" ON "generation"("guild_id", "member_id", "created_at");

-- CreateIndex
CREATE INDEX "generation_guild_id_aesthetic_version_id_created_at_idx" ON "generation"("guild_id", "aesthetic_version_id", "created_at");

-- AddForeignKey
ALTER TABLE "aesthetic_tally" ADD CONSTRAINT "aesthetic_tally_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "aesthetic_tally" ADD CONSTRAINT "aesthetic_tally_aesthetic_id_fkey" FOREIGN KEY ("aesthetic_id") REFERENCES "aesthetic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "picture_tally" ADD CONSTRAINT "picture_tally_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "generated_image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Wilson's lower bound of a share of likes, as src/bot/community/wilson.ts has it; 0 without votes.
CREATE FUNCTION wilson_score(likes float8, votes float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN votes > 0 THEN greatest(0::float8, (likes / votes + 3.841458881296 / (2 * votes)
    - 1.959964 * sqrt(likes / votes * (1 - likes / votes) / votes + 3.841458881296 / (4 * votes * votes))) / (1 + 3.841458881296 / votes)) ELSE 0 END
$$;

-- Of statements, not of rows, since an erasure removes many at once. Rows are taken in one order, so that two never wait for each other.
CREATE FUNCTION tally_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO aesthetic_tally AS t (guild_id, aesthetic_id, uses)
    SELECT g.guild_id, v.aesthetic_id, count(*) FROM changed g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id
    WHERE NOT g.background GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (guild_id, aesthetic_id) DO UPDATE SET uses = t.uses + excluded.uses;
  ELSE
    PERFORM FROM aesthetic_tally t WHERE (guild_id, aesthetic_id) IN (
      SELECT g.guild_id, v.aesthetic_id FROM changed g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id)
    ORDER BY guild_id, aesthetic_id FOR UPDATE;
    UPDATE aesthetic_tally t SET uses = t.uses - d.uses FROM (
      SELECT g.guild_id, v.aesthetic_id, count(*) AS uses FROM changed g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id
      WHERE NOT g.background GROUP BY 1, 2) d
    WHERE t.guild_id = d.guild_id AND t.aesthetic_id = d.aesthetic_id;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION tally_aesthetic_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM FROM aesthetic_tally t WHERE (guild_id, aesthetic_id) IN (SELECT guild_id, aesthetic_id FROM before)
    ORDER BY guild_id, aesthetic_id FOR UPDATE;
    UPDATE aesthetic_tally t SET likes = t.likes - d.likes, votes = t.votes - d.votes FROM (
      SELECT guild_id, aesthetic_id, count(*) FILTER (WHERE value = 1) AS likes, count(*) AS votes
      FROM before WHERE NOT own AND value <> 0 GROUP BY 1, 2) d
    WHERE t.guild_id = d.guild_id AND t.aesthetic_id = d.aesthetic_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO aesthetic_tally AS t (guild_id, aesthetic_id, likes, votes)
    SELECT guild_id, aesthetic_id, count(*) FILTER (WHERE value = 1), count(*)
    FROM changed WHERE NOT own AND value <> 0 GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (guild_id, aesthetic_id) DO UPDATE SET likes = t.likes + excluded.likes, votes = t.votes + excluded.votes;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION tally_picture_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM FROM picture_tally t WHERE image_id IN (SELECT image_id FROM before) ORDER BY image_id FOR UPDATE;
    UPDATE picture_tally t SET likes = t.likes - d.likes, votes = t.votes - d.votes FROM (
      SELECT image_id, count(*) FILTER (WHERE value = 1) AS likes, count(*) AS votes
      FROM before WHERE NOT own AND value <> 0 GROUP BY 1) d
    WHERE t.image_id = d.image_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO picture_tally AS t (image_id, guild_id, aesthetic_id, asker_id, likes, votes)
    SELECT image_id, min(guild_id), (array_agg(aesthetic_id))[1], min(asker_id), count(*) FILTER (WHERE value = 1), count(*)
    FROM changed WHERE NOT own AND value <> 0 GROUP BY 1 ORDER BY 1
    ON CONFLICT (image_id) DO UPDATE SET likes = t.likes + excluded.likes, votes = t.votes + excluded.votes;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION score_picture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.score = wilson_score(NEW.likes, NEW.votes);
  RETURN NEW;
END $$;

CREATE TRIGGER score BEFORE INSERT OR UPDATE ON picture_tally FOR EACH ROW EXECUTE FUNCTION score_picture();

CREATE TRIGGER tally_inserted AFTER INSERT ON generation REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tally_uses();
CREATE TRIGGER tally_deleted AFTER DELETE ON generation REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tally_uses();

CREATE TRIGGER tally_inserted AFTER INSERT ON aesthetic_vote REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tally_aesthetic_votes();
CREATE TRIGGER tally_updated AFTER UPDATE ON aesthetic_vote REFERENCING OLD TABLE AS before NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tally_aesthetic_votes();
CREATE TRIGGER tally_deleted AFTER DELETE ON aesthetic_vote REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION tally_aesthetic_votes();

CREATE TRIGGER tally_inserted AFTER INSERT ON picture_vote REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tally_picture_votes();
CREATE TRIGGER tally_updated AFTER UPDATE ON picture_vote REFERENCING OLD TABLE AS before NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tally_picture_votes();
CREATE TRIGGER tally_deleted AFTER DELETE ON picture_vote REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION tally_picture_votes();

-- What there is already; the triggers keep writers out until this is committed.
INSERT INTO aesthetic_tally (guild_id, aesthetic_id, uses)
SELECT g.guild_id, v.aesthetic_id, count(*) FROM generation g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id
WHERE NOT g.background GROUP BY 1, 2;

INSERT INTO aesthetic_tally AS t (guild_id, aesthetic_id, likes, votes)
SELECT guild_id, aesthetic_id, count(*) FILTER (WHERE value = 1), count(*) FROM aesthetic_vote WHERE NOT own AND value <> 0 GROUP BY 1, 2
ON CONFLICT (guild_id, aesthetic_id) DO UPDATE SET likes = excluded.likes, votes = excluded.votes;

INSERT INTO picture_tally (image_id, guild_id, aesthetic_id, asker_id, likes, votes)
SELECT image_id, min(guild_id), (array_agg(aesthetic_id))[1], min(asker_id), count(*) FILTER (WHERE value = 1), count(*)
FROM picture_vote WHERE NOT own AND value <> 0 GROUP BY 1;
