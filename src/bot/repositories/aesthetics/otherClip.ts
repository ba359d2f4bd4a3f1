import { blend, makeAesthetic } from '../../../engine/index.js';
import type { Aesthetic } from '../../../engine/index.js';
import type { Db } from '../../database/connection.js';
import { uuidOf } from '../../database/ids.js';
import { vectorOf } from '../../database/vectors.js';
import { lineageOf, weightsOf } from './lineage.js';
import type { Lineage } from './lineage.js';
import { kindOf } from './summaries.js';

/** The CLIP that aesthetics move to. */
export interface OtherClip {
  readonly clipId: string;
  /** Length of its embeddings. */
  readonly projection: number;
  /** What its pack takes contrasts against; absent: it has none. */
  readonly reference?: Float32Array;
  /** A raw image embedding [projection]. */
  readonly embed: (picture: Uint8Array) => Promise<Float32Array>;
}

/** Why an aesthetic cannot move to another CLIP. */
export type Unmovable =
  | { readonly code: 'erased' | 'builtIn' | 'vectorAlone' | 'votes' | 'noReference' | 'changed' }
  /** An image cannot be decoded, or a blend's parts cancel out. */
  | { readonly code: 'refused'; readonly said: string }
  /** Of `of` images so many have no kept picture. */
  | { readonly code: 'noPictures'; readonly lack: number; readonly of: number }
  /** Of a blend: one of its parts. */
  | { readonly code: 'part'; readonly name: string; readonly version: number; readonly why: Unmovable };

export const versionParts = {
  aesthetic: { select: { name: true, guildId: true } },
  members: {
    select: {
      position: true,
      image: { select: { id: true, sha256: true, giverId: true, picture: true } },
    },
    orderBy: { position: 'asc' },
  },
} as const;

export interface Version {
  readonly id: string;
  readonly aestheticId: string;
  readonly number: number;
  readonly kind: string;
  readonly vector: Uint8Array | null;
  readonly count: number;
  readonly clipId: string | null;
  readonly lineage: unknown;
  readonly aesthetic: { readonly name: string; readonly guildId: string | null };
  readonly members: readonly { readonly position: number; readonly image: Image }[];
}

interface Image {
  readonly id: string;
  readonly sha256: string | null;
  readonly giverId: string;
  readonly picture: Uint8Array | null;
}

/** A version by another CLIP, not written: what it becomes, and of each image the vector, or the image that has one already. */
export interface Moved {
  readonly aesthetic: Aesthetic;
  readonly vectors: readonly { readonly of: string; readonly vector: Float32Array; readonly known?: string }[];
}

/**
 * What a version becomes by another CLIP: of its images' kept pictures and their weights, or of a blend's parts. Nothing is written.
 * @throws UserError: a picture cannot be decoded, a blend's parts cancel out
 */
export async function moveVersion(
  db: Db,
  version: Version,
  clip: OtherClip,
): Promise<Moved | { readonly why: Unmovable }> {
  const { vector, members, aesthetic, kind: written } = version;
  if (vector === null) return { why: { code: 'erased' } };
  const name = aesthetic.name;
  const { clipId } = clip;
  if (version.clipId === clipId)
    return {
      aesthetic: { name, kind: kindOf(written), vector: vectorOf(vector), count: version.count, clipId },
      vectors: [],
    };
  const lineage = lineageOf(version.lineage);
  if (members.length === 0)
    return lineage?.parts ? moveBlend(db, version, lineage, clip) : { why: originOf(version, lineage) };

  const kind = kindOf(written);
  const { reference } = clip;
  if (kind === 'contrast' && !reference) return { why: { code: 'noReference' } };
  const images = members.map(({ image }) => image);
  const known = await knownVectors(db, version, images, clipId);
  const lack = images.filter(({ id, picture }) => !known.has(id) && picture === null).length;
  if (lack > 0) return { why: { code: 'noPictures', lack, of: images.length } };
  const vectors: { of: string; vector: Float32Array; known?: string }[] = [];
  for (const { id: of, picture } of images) {
    const before = known.get(of);
    if (before) vectors.push({ of, ...before });
    else if (picture) vectors.push({ of, vector: await clip.embed(picture) });
  }
  const weights = weightsOf(
    version.lineage,
    members.map(({ position }) => position),
  );
  const made = makeAesthetic({
    name,
    kind,
    images: vectors.map((one) => one.vector),
    clipId,
    ...(weights && { weights }),
    ...(kind === 'contrast' && reference && { reference }),
  });
  return { aesthetic: made, vectors };
}

/** Vectors that images of a version have of that CLIP, from when the aesthetic was of it: by the hash of the same giver's file. */
async function knownVectors(
  db: Db,
  { aestheticId }: Version,
  images: readonly Image[],
  clipId: string,
): Promise<ReadonlyMap<string, { readonly known: string; readonly vector: Float32Array }>> {
  const hashes = images.flatMap(({ sha256 }) => sha256 ?? []);
  const rows = await db.aestheticImage.findMany({
    where: { aestheticId, sha256: { in: hashes }, members: { some: { version: { clipId } } } },
    select: { id: true, sha256: true, giverId: true, vector: true },
  });
  return new Map(
    images.flatMap(({ id, sha256, giverId }) => {
      const at = rows.findIndex((one) => one.sha256 === sha256 && one.giverId === giverId);
      if (at < 0) return [];
      // The same file may have been given twice.
      const [row] = rows.splice(at, 1);
      return [[id, { known: row.id, vector: vectorOf(row.vector) }] as const];
    }),
  );
}

async function moveBlend(
  db: Db,
  { aesthetic }: Version,
  { parts = [] }: Lineage,
  clip: OtherClip,
): Promise<Moved | { readonly why: Unmovable }> {
  const moved: { aesthetic: Aesthetic; weight: number }[] = [];
  for (const { aestheticId, version: number, weight } of parts) {
    const part = await db.aestheticVersion.findFirst({
      where: { aestheticId: uuidOf(aestheticId), number },
      include: versionParts,
    });
    const of = part ? await moveVersion(db, part, clip) : { why: { code: 'erased' as const } };
    if ('why' in of) return { why: { code: 'part', name: part?.aesthetic.name ?? '?', version: number, why: of.why } };
    moved.push({ aesthetic: of.aesthetic, weight });
  }
  return { aesthetic: blend(moved, aesthetic.name), vectors: [] };
}

function originOf({ aesthetic }: Version, lineage: Lineage | undefined): Unmovable {
  if (aesthetic.guildId === null) return { code: 'builtIn' };
  return { code: lineage?.from === 'votes' || lineage?.parents ? 'votes' : 'vectorAlone' };
}
