import { blend, makeAesthetic } from '../../../engine/index.js';
import type { Aesthetic, TowerEmbeddings } from '../../../engine/index.js';
import type { Db } from '../../database/connection.js';
import { uuidOf } from '../../database/ids.js';
import { vectorOf } from '../../database/vectors.js';
import { lineageOf, weightsOf } from './lineage.js';
import type { Lineage } from './lineage.js';
import { secondOf } from './second.js';
import { kindOf } from './summaries.js';

/** The CLIP that aesthetics move to. */
export interface OtherClip {
  readonly clipId: string;
  /** Length of its embeddings. */
  readonly projection: number;
  /** What its pack takes contrasts against; absent: it has none. */
  readonly reference?: Float32Array;
  /** Of the pack's second text encoder, where that is there with its vision tower. */
  readonly second?: { readonly clipId: string; readonly reference?: Float32Array };
  readonly embed: (picture: Uint8Array) => Promise<TowerEmbeddings>;
}

/** Why an aesthetic cannot move to another CLIP. */
export type Unmovable =
  | { readonly code: 'erased' | 'builtIn' | 'vectorAlone' | 'votes' | 'noReference' | 'changed' }
  /** Not all that it is made of has a vector for the second text encoder. */
  | { readonly code: 'noSecond' }
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
  readonly reference: Uint8Array | null;
  readonly secondVector: Uint8Array | null;
  readonly secondReference: Uint8Array | null;
  readonly secondClipId: string | null;
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

/** A version by another CLIP, not written: what it becomes, and of each image the vectors, or the image that has them already. */
export interface Moved {
  readonly aesthetic: Aesthetic;
  readonly vectors: readonly ImageVectors[];
}

interface ImageVectors extends TowerEmbeddings {
  readonly of: string;
  readonly known?: string;
}

/** It is as it is to be; `secondLeft`: but for the second text encoder, for which it gets no vector. */
interface AsItIs {
  readonly asItIs: Aesthetic;
  readonly secondLeft?: Unmovable;
}

/**
 * What a version becomes by another CLIP: of its images' kept pictures and their weights, or of a blend's parts. One of that CLIP keeps its vectors, and gets
 * one for the second text encoder if it can. Nothing is written.
 * @throws UserError: a picture cannot be decoded, a blend's parts cancel out
 */
export async function moveVersion(
  db: Db,
  version: Version,
  clip: OtherClip,
): Promise<Moved | AsItIs | { readonly why: Unmovable }> {
  const { vector, clipId } = version;
  if (vector === null) return { why: { code: 'erased' } };
  if (clipId !== clip.clipId) return remake(db, version, clip);
  const second = secondOf(version);
  const asItIs: Aesthetic = {
    name: version.aesthetic.name,
    kind: kindOf(version.kind),
    vector: vectorOf(vector),
    count: version.count,
    clipId,
    ...(second && { second }),
  };
  if (!clip.second || second?.clipId === clip.second.clipId) return { asItIs };
  if (asItIs.kind === 'contrast' && version.members.length > 0 && !clip.second.reference)
    return { asItIs, secondLeft: { code: 'noReference' } };
  const made = await remake(db, version, {
    ...clip,
    ...(version.reference && { reference: vectorOf(version.reference) }),
  });
  if ('why' in made) return { asItIs, secondLeft: made.why };
  return made.aesthetic.second ? made : { asItIs, secondLeft: { code: 'noSecond' } };
}

async function remake(db: Db, version: Version, clip: OtherClip): Promise<Moved | { readonly why: Unmovable }> {
  const { members, aesthetic } = version;
  const lineage = lineageOf(version.lineage);
  if (members.length === 0)
    return lineage?.parts ? moveBlend(db, version, lineage, clip) : { why: originOf(version, lineage) };

  const { clipId, reference } = clip;
  const kind = kindOf(version.kind);
  const contrast = kind === 'contrast';
  if (contrast && !reference) return { why: { code: 'noReference' } };
  const second = contrast && !clip.second?.reference ? undefined : clip.second;
  const images = members.map(({ image }) => image);
  const known = await knownVectors(db, version, images, clipId, second?.clipId);
  const lack = images.filter(({ id, picture }) => known.get(id)?.known === undefined && picture === null).length;
  if (lack > 0) return { why: { code: 'noPictures', lack, of: images.length } };
  const vectors: ImageVectors[] = [];
  for (const { id: of, picture } of images) {
    const before = known.get(of);
    if (before?.known !== undefined) vectors.push({ of, ...before });
    // What it has already stays.
    else if (picture) vectors.push({ of, ...(await clip.embed(picture)), ...before });
  }
  const weights = weightsOf(
    version.lineage,
    members.map(({ position }) => position),
  );
  const seconds = vectors.flatMap((one) => one.second ?? []);
  const made = makeAesthetic({
    name: aesthetic.name,
    kind,
    images: vectors.map(({ vector }) => vector),
    clipId,
    ...(weights && { weights }),
    ...(contrast && reference && { reference }),
    ...(second && {
      second: {
        images: seconds,
        clipId: second.clipId,
        ...(contrast && second.reference && { reference: second.reference }),
      },
    }),
  });
  return { aesthetic: made, vectors };
}

/**
 * Vectors that images of a version have of that CLIP, from when the aesthetic was of it: by the hash of the same giver's file. `known`: the image
 * that has all that are wanted.
 */
async function knownVectors(
  db: Db,
  { aestheticId }: Version,
  images: readonly Image[],
  clipId: string,
  secondClipId: string | undefined,
): Promise<ReadonlyMap<string, TowerEmbeddings & { readonly known?: string }>> {
  const hashes = images.flatMap(({ sha256 }) => sha256 ?? []);
  const found = await db.aestheticImage.findMany({
    where: { aestheticId, sha256: { in: hashes }, members: { some: { version: { clipId } } } },
    select: {
      id: true,
      sha256: true,
      giverId: true,
      vector: true,
      secondVector: true,
      members: { select: { version: { select: { secondClipId: true } } } },
    },
  });
  const rows = found.map(({ secondVector, members, ...row }) => {
    const same = members.some(({ version }) => version.secondClipId === secondClipId);
    return { ...row, second: secondVector && same ? vectorOf(secondVector) : undefined };
  });
  // Those that have both come first.
  rows.sort((a, b) => Number(b.second !== undefined) - Number(a.second !== undefined));
  return new Map(
    images.flatMap(({ id, sha256, giverId }) => {
      const at = rows.findIndex((one) => one.sha256 === sha256 && one.giverId === giverId);
      if (at < 0) return [];
      // The same file may have been given twice.
      const [{ id: known, vector, second: ofSecond }] = rows.splice(at, 1);
      const whole = secondClipId === undefined || ofSecond !== undefined;
      const vectors = { vector: vectorOf(vector), ...(ofSecond && { second: ofSecond }), ...(whole && { known }) };
      return [[id, vectors] as const];
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
    moved.push({ aesthetic: 'asItIs' in of ? of.asItIs : of.aesthetic, weight });
  }
  return { aesthetic: blend(moved, aesthetic.name), vectors: [] };
}

function originOf({ aesthetic }: Version, lineage: Lineage | undefined): Unmovable {
  if (aesthetic.guildId === null) return { code: 'builtIn' };
  return { code: lineage?.from === 'votes' || lineage?.parents ? 'votes' : 'vectorAlone' };
}
