import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { vectorOf } from '../../database/vectors.js';
import { BotError } from '../../errors.js';
import { keepsImages } from '../guilds.js';
import type { PublishedPack } from '../packs.js';
import { insertAesthetic } from './insert.js';
import { contributorsOf, lockLineage, weightsOf } from './lineage.js';
import { secondOf } from './second.js';
import { newShareCode, shareCodeHash } from './shareCode.js';
import { kindOf } from './summaries.js';
import { checkFits, currentVersion } from './versions.js';

/** A new code for the current version; one that was given before ends. @throws BotError: not there, or erased */
export async function shareAesthetic(client: PrismaClient, guildId: string, id: string): Promise<string> {
  const code = newShareCode();
  await client.$transaction(async (db) => {
    const aestheticId = await expectOwn(db, guildId, id);
    const { row } = await currentVersion(db, aestheticId);
    const share = { versionId: row.id, codeHash: shareCodeHash(code) ?? '', createdAt: new Date() };
    await db.aestheticShare.upsert({ where: { aestheticId }, create: { aestheticId, ...share }, update: share });
  });
  return code;
}

/** Ends its code; what was adopted stays. False where it had none. */
export async function unshareAesthetic(db: Db, guildId: string, id: string): Promise<boolean> {
  const where = { aestheticId: uuidOf(id), aesthetic: { guildId } };
  return (await db.aestheticShare.deleteMany({ where })).count === 1;
}

export interface Adoption {
  readonly guildId: string;
  readonly creatorId: string;
  readonly code: string;
  /** Default: what it is called where it comes from. */
  readonly name?: string;
}

/**
 * Copies the version that a code is for into another guild, with its images where it has any, which stay those of who gave them.
 * Returns the copy's id; undefined where nothing is shared by that code. @throws BotError: the name, another CLIP, the guild's own; what
 * `checkTexts` throws for the copy's name and note
 */
export async function adoptAesthetic(
  client: PrismaClient,
  { guildId, creatorId, code, name }: Adoption,
  pack: PublishedPack,
  checkTexts: (name: string, note: string) => void = () => undefined,
): Promise<string | undefined> {
  const codeHash = shareCodeHash(code);
  if (codeHash === undefined) return undefined;
  return client.$transaction(async (db) => {
    await lockLineage(db, 'copy');
    const share = await db.aestheticShare.findUnique({
      where: { codeHash, aesthetic: { deletedAt: null } },
      include: {
        aesthetic: true,
        version: { include: { sources: true, members: { include: { image: true }, orderBy: { position: 'asc' } } } },
      },
    });
    if (!share) return undefined;
    const { aesthetic: original, version } = share;
    // Erased since.
    if (version.vector === null) return undefined;
    if (original.guildId === guildId) throw new BotError('alreadyHere', { name: original.name });
    const weights = weightsOf(
      version.lineage,
      version.members.map(({ position }) => position),
    );
    const second = secondOf(version);
    const copy = {
      name: name ?? original.name,
      kind: kindOf(version.kind),
      vector: vectorOf(version.vector),
      count: version.count,
      ...(weights && { weights }),
      ...(version.reference && { reference: vectorOf(version.reference) }),
      ...(version.clipId !== null && { clipId: version.clipId }),
      ...(second && { second }),
    };
    checkFits(copy, pack);
    checkTexts(copy.name, original.note);
    const keeps = await keepsImages(db, guildId);
    const images = version.members.map(({ image: { giverId, vector, secondVector, sha256, thumbnail, picture } }) => ({
      giverId,
      vector: vectorOf(vector),
      ...(secondVector && { second: vectorOf(secondVector) }),
      ...(sha256 !== null && { sha256 }),
      ...(thumbnail && { thumbnail }),
      ...(keeps && picture && { picture }),
    }));
    const of = { aestheticId: idOf(original.id), version: version.number, lineage: version.lineage };
    return insertAesthetic(
      db,
      { guildId, creatorId, name: copy.name, note: original.note },
      {
        aesthetic: copy,
        images,
        lineage: { from: 'adopt', of },
        // Of images with weights: who voted on them.
        sources:
          images.length > 0 ? version.sources.map(({ giverId }) => giverId) : await contributorsOf(db, version.id),
      },
    );
  });
}

async function expectOwn(db: Db, guildId: string, id: string): Promise<string> {
  const own = await db.aesthetic.findFirst({
    where: { id: uuidOf(id), guildId, ownerId: null, deletedAt: null },
    select: { id: true },
  });
  if (!own) throw new BotError('notOwn');
  return own.id;
}
