import type { Aesthetic } from '../../../engine/index.js';
import type { Db } from '../../database/connection.js';
import { newId, uuidOf } from '../../database/ids.js';
import { ensureGuild } from '../guilds.js';
import { aestheticCaps, checkAestheticCap } from './cap.js';
import type { Lineage } from './lineage.js';
import { checkName, checkNote, expectNotBuiltIn, nameKey, withUniqueName } from './names.js';
import { insertImages, insertVersion } from './versions.js';
import type { EmbeddedImage } from './versions.js';

export interface NewAesthetic {
  readonly guildId: string;
  readonly creatorId: string;
  readonly name: string;
  readonly note: string;
}

/** What a first version is made of. */
export interface Origin {
  readonly aesthetic: Aesthetic;
  readonly images: readonly EmbeddedImage[];
  readonly lineage: Lineage;
  /** Whose data it holds beside its images. */
  readonly sources?: readonly string[];
}

/** Writes an aesthetic and its version 1, in a transaction of the caller's. Returns its id. @throws BotError: the name is none, or taken; the guild has as many as it may */
export async function insertAesthetic(
  db: Db,
  { guildId, creatorId, ...given }: NewAesthetic,
  { aesthetic, images, lineage, sources = [] }: Origin,
): Promise<string> {
  const id = newId();
  const name = checkName(given.name);
  const { aestheticCap } = await ensureGuild(db, guildId);
  await checkAestheticCap(db, guildId, aestheticCap ?? aestheticCaps.usual);
  await expectNotBuiltIn(db, name);
  const row = { id: uuidOf(id), guildId, creatorId, name, liveName: nameKey(name), note: checkNote(given.note) };
  await withUniqueName(name, () => db.aesthetic.create({ data: row }));
  const imageUuids = await insertImages(db, row.id, creatorId, images);
  const versionId = await insertVersion(db, row.id, 1, aesthetic, imageUuids, lineage);
  await db.aestheticVersionSource.createMany({ data: sources.map((giverId) => ({ versionId, giverId })) });
  return id;
}
