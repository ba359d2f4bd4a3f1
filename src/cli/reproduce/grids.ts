import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { captionedGrid, encodePng } from '../../engine/index.js';
import type { CaptionedPicture, CaptionedRow } from '../../engine/index.js';
import type { Condition } from './conditions.js';
import type { Sample } from './measure.js';

/** Pictures of some conditions side by side, as a PNG file. */
export interface Grid {
  /** Of the file, without ending. */
  readonly name: string;
  readonly title: string;
  readonly png: Uint8Array;
}

/** A column: a condition and what stands over its pictures. */
export interface Column {
  readonly condition: Condition;
  readonly caption: string;
}

interface Asked {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** Of each prompt, at most. */
  readonly seedsShown: number;
  readonly upscale: number;
}

/** More rows make a picture that is too high for some programs. */
const rowsEach = 6;

/** Grids of so many rows: a prompt and seed each, a condition a column. `folder`: what the samples' files are below. */
export async function gridsOf(asked: Asked, samples: readonly Sample[], folder: string): Promise<Grid[]> {
  const { name, title, columns, seedsShown, upscale } = asked;
  const prompts = [...new Set(samples.map(({ cell }) => cell.prompt))];
  const seeds = [...new Set(samples.map(({ cell }) => cell.seed))].slice(0, seedsShown);
  const wanted = prompts.flatMap((prompt) => seeds.map((seed) => ({ prompt, seed })));
  const grids: Grid[] = [];
  for (let first = 0; first < wanted.length; first += rowsEach) {
    const rows: CaptionedRow[] = [];
    for (const { prompt, seed } of wanted.slice(first, first + rowsEach)) {
      const of = samples.filter(({ cell }) => cell.prompt === prompt && cell.seed === seed);
      const pictures: CaptionedPicture[] = [];
      for (const { condition, caption } of columns) {
        const sample = of.find(({ cell }) => cell.condition.key === condition.key);
        pictures.push({ bytes: await pictureOf(sample, folder), caption });
      }
      rows.push({ label: seeds.length > 1 ? `${prompt} · ${seed}` : prompt, pictures });
    }
    const png = await captionedGrid(title, rows, { upscale });
    grids.push({ name: wanted.length > rowsEach ? `${name}-${grids.length + 1}` : name, title, png });
  }
  return grids;
}

/** Grey where the safety checker flagged it. */
async function pictureOf(sample: Sample | undefined, folder: string): Promise<Uint8Array> {
  const file = sample?.record.file;
  if (file !== undefined) return readFile(join(folder, file));
  return encodePng(new Uint8Array(64 * 64 * 3).fill(128), 64, 64);
}
