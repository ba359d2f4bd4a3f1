import { GenerationStatus } from '../../../generated/prisma/client.js';
import type { Prisma, PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { newId, uuidOf } from '../../database/ids.js';
import { ownBytes, vectorBytes } from '../../database/vectors.js';
import type { Failure } from '../../errors.js';
import type { StoredOutcome, StoredProgress } from './jsonColumns.js';
import { generationOf } from './rows.js';
import type { StoredGeneration } from './rows.js';

const { waiting, dispatched, painting, painted, failed, cancelled } = GenerationStatus;

/** Every change names the states that it may come from: whoever is late changes nothing, and is told so. */
async function move(
  db: Db,
  id: string,
  from: readonly GenerationStatus[],
  data: Prisma.GenerationUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.generation.updateMany({ where: { id: uuidOf(id), status: { in: [...from] } }, data });
  return count === 1;
}

/** A worker begins: counts the attempt. Undefined where it is cancelled, done, or gone. */
export async function beginPainting(db: Db, id: string, now: number): Promise<StoredGeneration | undefined> {
  const data = { status: painting, startedAt: new Date(now), attempts: { increment: 1 } };
  if (!(await move(db, id, [dispatched, painting], data))) return undefined;
  const row = await db.generation.findUnique({ where: { id: uuidOf(id) } });
  return row ? generationOf(row) : undefined;
}

/** It could not begin after all, for no fault of its own: the attempt does not count. False where it is not being painted any more. */
export async function unbeginPainting(db: Db, id: string): Promise<boolean> {
  return move(db, id, [painting], { status: dispatched, attempts: { decrement: 1 }, startedAt: null });
}

/** False where it is not being painted any more: the worker stops. */
export async function recordProgress(db: Db, id: string, progress: StoredProgress): Promise<boolean> {
  return move(db, id, [painting], { progress });
}

/** False where it is not being painted any more. */
export async function isPainting(db: Db, id: string): Promise<boolean> {
  return (await db.generation.count({ where: { id: uuidOf(id), status: painting } })) === 1;
}

export interface NewImage {
  readonly seed: number;
  readonly plain: boolean;
  readonly width: number;
  readonly height: number;
  readonly vector: Float32Array;
  /** WebP of at most 20 kB. */
  readonly thumbnail: Uint8Array;
  /** The aesthetic's version that it was painted with; absent: plain. */
  readonly versionUuid?: string;
}

/** Its pictures are in the image store, in this order. False where it was cancelled meanwhile. */
export async function finishPainting(
  client: PrismaClient,
  id: string,
  outcome: StoredOutcome,
  images: readonly NewImage[],
  now: number,
): Promise<boolean> {
  return client.$transaction(async (db) => {
    const { cosine } = outcome;
    const done = await move(db, id, [painting], {
      status: painted,
      outcome,
      cosineBefore: cosine?.before ?? null,
      cosineAfter: cosine?.after ?? null,
      finishedAt: new Date(now),
    });
    if (!done) return false;
    for (const [index, { seed, vector, thumbnail, versionUuid, ...rest }] of images.entries()) {
      const data = {
        seed: BigInt(seed),
        vector: ownBytes(vectorBytes(vector)),
        thumbnail: ownBytes(thumbnail),
        aestheticVersionId: versionUuid ?? null,
        ...rest,
      };
      const generationId = uuidOf(id);
      // Painted again from its recipe, they are the same pictures: their votes stay.
      await db.generatedImage.upsert({
        where: { generationId_index: { generationId, index } },
        create: { id: uuidOf(newId()), generationId, index, ...data },
        update: data,
      });
    }
    return true;
  });
}

/** It costs its server nothing. False where it had ended otherwise. */
export async function failGeneration(db: Db, id: string, error: Failure, now: number): Promise<boolean> {
  return move(db, id, [waiting, dispatched, painting, painted], {
    status: failed,
    cost: 0,
    error: storedJson(error),
    finishedAt: new Date(now),
  });
}

/** False where it was not waiting or painting any more. */
export async function cancelGeneration(db: Db, guildId: string, id: string, now: number): Promise<boolean> {
  const where = { id: uuidOf(id), guildId, status: { in: [waiting, dispatched, painting] } };
  const { count } = await db.generation.updateMany({ where, data: { status: cancelled, finishedAt: new Date(now) } });
  return count === 1;
}

/** Its pictures expired before they were delivered: it waits once more. False where it is not painted any more. */
export async function paintAgain(db: Db, id: string): Promise<boolean> {
  return move(db, id, [painted], {
    status: waiting,
    attempts: 0,
    repaints: { increment: 1 },
    finishedAt: null,
    turn: null,
  });
}

/** As Prisma takes JSON. */
function storedJson(failure: Failure): Prisma.InputJsonObject {
  return { ...failure };
}
