import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { writeAesthetic } from '../engine/index.js';
import type { Aesthetic, AestheticFormat } from '../engine/index.js';
import { refuseExisting } from './pictureFiles.js';
import { UsageError } from './usageError.js';

/**
 * The format of the file that `--out` names, before anything is computed.
 * @throws UsageError for another ending than .safetensors or .pt, UserError where a file is there, unless with `force`
 */
export async function aestheticFormat(out: string, force: boolean): Promise<AestheticFormat> {
  const format = formatOf(out);
  await refuseExisting(out, force);
  return format;
}

/** Writes an aesthetic to a file, whose folder is made where it is missing. */
export async function writeAestheticFile(file: string, aesthetic: Aesthetic, format: AestheticFormat): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, writeAesthetic(aesthetic, format));
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
