import type { Aesthetic } from '../../../engine/index.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import { newId, uuidOf } from '../../database/ids.js';
import { ownBytes, vectorBytes } from '../../database/vectors.js';
import { nameKey } from './names.js';
import { secondColumns } from './second.js';
import { insertVersion } from './versions.js';

/**
 * Brings the built-in aesthetics of a pack up to date: what is new appears, what has another vector becomes another version, what the
 * pack no longer brings is hidden. Ids stay.
 */
export async function publishBuiltIn(
  client: PrismaClient,
  pack: string,
  aesthetics: readonly Aesthetic[],
): Promise<void> {
  await client.$transaction(async (db) => {
    // One worker after the other: all of them publish when they start.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('aesthete:ready-made'), hashtext(${pack}))`;
    const keys = aesthetics.map(({ name }) => nameKey(name));
    await db.aesthetic.updateMany({
      where: { guildId: null, pack, liveName: { notIn: keys } },
      data: { liveName: null, deletedAt: new Date() },
    });
    for (const aesthetic of aesthetics) {
      const { name, note = '' } = aesthetic;
      const where = { pack_liveName: { pack, liveName: nameKey(name) } };
      const create = { id: uuidOf(newId()), pack, name, note, liveName: nameKey(name) };
      const { id } = await db.aesthetic.upsert({ where, create, update: { name, note } });
      const current = await db.aestheticVersion.findFirst({ where: { aestheticId: id }, orderBy: { number: 'desc' } });
      const vector = ownBytes(vectorBytes(aesthetic.vector));
      const same =
        current?.vector &&
        Buffer.compare(current.vector, vector) === 0 &&
        current.clipId === (aesthetic.clipId ?? null) &&
        sameSecond(current, secondColumns(aesthetic.second));
      if (same) continue;
      // Their images are not kept: nobody may change them.
      await insertVersion(db, id, (current?.number ?? 0) + 1, aesthetic, [], { from: 'pack' });
    }
  });
}

type Second = Pick<ReturnType<typeof secondColumns>, 'secondVector' | 'secondClipId'>;

function sameSecond(a: Second, b: Second): boolean {
  const [one, two] = [a.secondVector, b.secondVector].map((vector) => vector ?? Buffer.alloc(0));
  return a.secondClipId === b.secondClipId && Buffer.compare(one, two) === 0;
}
