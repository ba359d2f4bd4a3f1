import { GenerationStatus } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { currentVersionUuid } from '../aesthetics/versions.js';

const { painting, painted, waiting, dispatched } = GenerationStatus;

/**
 * Makes what a request is for, and ends the request, in one transaction: whoever dies, it is made once. `make` returns the aesthetic's
 * id. False where the request was cancelled meanwhile, or is another's. @throws what `make` throws; then nothing is changed
 */
export async function finishMaking(
  client: PrismaClient,
  id: string,
  now: number,
  make: (db: Db) => Promise<string>,
): Promise<boolean> {
  return client.$transaction(async (db) => {
    const { count } = await db.generation.updateMany({
      where: { id: uuidOf(id), status: painting },
      data: { status: painted, finishedAt: new Date(now) },
    });
    if (count === 0) return false;
    const aestheticVersionId = await currentVersionUuid(db, await make(db));
    await db.generation.update({ where: { id: uuidOf(id) }, data: { aestheticVersionId } });
    return true;
  });
}

/** The aesthetic that a request made or changed, and whether its file left open for which CLIP it is. Undefined where it is gone. */
export async function findMade(
  db: Db,
  versionUuid: string,
): Promise<{ readonly id: string; readonly clipUnsaid: boolean } | undefined> {
  const version = await db.aestheticVersion.findUnique({
    where: { id: versionUuid },
    select: { aestheticId: true, clipId: true },
  });
  return version ? { id: idOf(version.aestheticId), clipUnsaid: version.clipId === null } : undefined;
}

/** Forgets requests for aesthetics of which everybody concerned was told before `before`. Returns how many. */
export async function purgeMakings(db: Db, before: number): Promise<number> {
  const where = { making: true, deliveredAt: { lt: new Date(before) } };
  return (await db.generation.deleteMany({ where: { ...where, status: { notIn: [waiting, dispatched, painting] } } }))
    .count;
}
