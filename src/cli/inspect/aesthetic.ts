import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { clipId, findPack, lengthOf, listPacks, openPack, readAesthetic } from '../../engine/index.js';
import type { Aesthetic, Pack, SecondVectors } from '../../engine/index.js';
import { formatTable } from '../format.js';
import type { Description } from './description.js';

interface Fit {
  readonly pack: string;
  readonly fits: boolean;
  readonly why: string;
}

/** An aesthetic's file, and which packs it fits: `pack`, or all that are found. Throws what reading it throws. */
export async function describeAesthetic(file: string, pack: string | undefined): Promise<Description> {
  const aesthetic = readAesthetic(await readFile(file), file);
  const { name, kind, count, vector, images, reference, clipId: madeWith, note, second } = aesthetic;
  const dirs = pack === undefined ? (await listPacks()).map(({ dir }) => dir) : [await findPack(pack)];
  const packs = await Promise.all(dirs.map((dir) => fitOf(aesthetic, dir)));
  // A .pt is a vector and nothing else.
  const saysKind = extname(file).toLowerCase() !== '.pt';
  const norm = lengthOf(vector);
  const kept = [images && `${images.length} image vectors`, reference && 'its reference'].filter(
    (one) => one !== undefined,
  );
  const rows = [
    ['name', name],
    ['kind', saysKind ? kind : `not said; taken for a ${kind}`],
    ['count', saysKind ? String(count) : 'not said'],
    ['vector', `${vector.length} numbers, norm ${norm.toFixed(4)}`],
    ['keeps', kept.length === 0 ? 'the vector alone' : kept.join(', ')],
    ['clip id', madeWith ?? 'not said'],
    ...(second ? secondRows(second) : []),
    ...(note === undefined ? [] : [['note', note]]),
    ...packs.map((fit) => [fit.fits ? 'fits' : 'no fit', `${fit.pack}: ${fit.why}`]),
  ];
  const facts = {
    name,
    kind: saysKind ? kind : null,
    count: saysKind ? count : null,
    dims: vector.length,
    norm,
    clipId: madeWith ?? null,
    note: note ?? null,
  };
  const has = { images: images?.length ?? 0, reference: reference !== undefined };
  const beside = second && {
    second: { dims: second.vector.length, norm: lengthOf(second.vector), clipId: second.clipId ?? null },
  };
  return { json: { type: 'aesthetic', file, ...facts, ...has, ...beside, packs }, text: formatTable(rows) };
}

function secondRows({ vector, clipId: madeWith }: SecondVectors): string[][] {
  return [
    ['second vector', `${vector.length} numbers, norm ${lengthOf(vector).toFixed(4)}`],
    ['second clip id', madeWith ?? 'not said'],
  ];
}

async function fitOf({ vector, clipId: madeWith, second }: Aesthetic, dir: string): Promise<Fit> {
  const pack = await openPack(dir);
  const { name } = pack.settings;
  if (vector.length !== pack.projection) {
    return { pack: name, fits: false, why: `its CLIP has vectors of ${pack.projection}` };
  }
  const beside = await secondFit(second, pack);
  if (madeWith === undefined)
    return { pack: name, fits: true, why: `by its length; the file does not say which CLIP${beside}` };
  const same = madeWith === (await clipId(pack.clip.checkpoint));
  return {
    pack: name,
    fits: same,
    why: same
      ? `made with the same CLIP${beside}`
      : 'made with another CLIP; embed its images again with this pack (of a server of the bot: aesthete reembed)',
  };
}

/** What becomes of the pack's second text encoder, if it has one. */
async function secondFit(second: SecondVectors | undefined, pack: Pack): Promise<string> {
  if (!pack.second) return '';
  const { projection, clip } = pack.second;
  const { clipId: madeWith } = second ?? {};
  const fits =
    second?.vector.length === projection &&
    (madeWith === undefined || !clip || madeWith === (await clipId(clip.checkpoint)));
  return fits ? '; both text encoders are personalised' : '; its second text encoder is not personalised';
}
