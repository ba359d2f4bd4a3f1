import { lstat, readdir, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { listPacks, modelFolders, UserError } from '../../engine/index.js';
import { confirm } from '../confirm.js';
import { formatBytes } from '../format.js';
import { parseOptions } from '../options.js';
import type { Output } from '../output.js';

const removeOptions = z.object({ yes: z.boolean().default(false) });

/** `aesthete packs remove NAME`. */
export async function remove(name: string, raw: unknown, output: Output): Promise<void> {
  const { yes } = parseOptions(removeOptions, raw);
  const [models] = modelFolders();
  const found = (await listPacks()).find((pack) => pack.name === name);
  if (!found) throw new UserError(`no pack called ${name}; aesthete packs lists those that are here`);
  if (dirname(found.dir) !== models)
    throw new UserError(
      `${found.dir} is not in ${models}, where packs are added to: delete it yourself if you mean it`,
    );
  const isLink = (await lstat(found.dir)).isSymbolicLink();
  const bytes = isLink ? 0 : await bytesIn(found.dir);
  const what = isLink ? `the link ${found.dir}; what it leads to stays` : `${found.dir}, ${formatBytes(bytes)}`;
  if (!(await confirm(`Delete ${what}?`, yes, output))) throw new UserError('nothing was deleted');
  if (isLink) await unlink(found.dir);
  else await rm(found.dir, { recursive: true });
  output.result({ removed: name, dir: found.dir, bytes });
  output.line(`removed ${what}`);
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
