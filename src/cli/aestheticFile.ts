import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { lengthOf, writeAesthetic } from '../engine/index.js';
import type { Aesthetic, AestheticFormat } from '../engine/index.js';
import type { Output } from './output.js';
import { refuseExisting, takeStdout } from './pictureFiles.js';
import { UsageError } from './usageError.js';

/** Where an aesthetic goes. */
interface AestheticPlace {
  /** A file, or `-` for stdout. */
  readonly out: string;
  /** Replaces what is there. */
  readonly force: boolean;
}

/**
 * The format of the file that `out` names, before anything is computed; on stdout it is .safetensors.
 * @throws UsageError for another ending than .safetensors or .pt, and where stdout cannot be taken; UserError where a file is there, unless with `force`
 */
export async function aestheticFormat({ out, force }: AestheticPlace, output: Output): Promise<AestheticFormat> {
  if (out === '-') {
    takeStdout('an aesthetic', 'mine.safetensors', output);
    return 'safetensors';
  }
  const format = formatOf(out);
  await refuseExisting(out, force);
  return format;
}

/** What an aesthetic is called that was given no name: as its file, without ending. */
export function nameOfFile(out: string): string {
  return out === '-' ? 'aesthetic' : basename(out, extname(out));
}

/** Writes an aesthetic to a file, whose folder is made where it is missing, or to stdout; says which file. */
export async function writeAestheticFile(
  { out, format }: { readonly out: string; readonly format: AestheticFormat },
  aesthetic: Aesthetic,
  output: Output,
): Promise<void> {
  const bytes = writeAesthetic(aesthetic, format);
  if (out === '-') {
    output.takeStdout().write(bytes);
    return;
  }
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, bytes);
  output.line(out);
}

/** What --json tells of the vectors of an aesthetic. */
export function vectorFacts({ vector, clipId, second }: Pick<Aesthetic, 'vector' | 'clipId' | 'second'>) {
  const facts = (of: Float32Array, madeWith: string | undefined) => ({
    dims: of.length,
    norm: lengthOf(of),
    clipId: madeWith,
  });
  return { ...facts(vector, clipId), ...(second && { second: facts(second.vector, second.clipId) }) };
}

function formatOf(out: string): AestheticFormat {
  switch (extname(out).toLowerCase()) {
    case '.safetensors':
      return 'safetensors';
    case '.pt':
      return 'pt';
    default:
      throw new UsageError(`--out ${out}: an aesthetic is written as .safetensors or .pt`);
  }
}
