import type { Command } from 'commander';
import { z } from 'zod';
import { listPacks, openPack } from '../engine/index.js';
import type { FoundPack } from '../engine/index.js';
import { formatTable } from './format.js';
import { parseOptions } from './options.js';
import { printJson, printLine } from './print.js';

/** `aesthete packs`: the models that can be named. */
export function addPacks(program: Command): void {
  program
    .command('packs')
    .description('list the models in models/ (here, of the installation, and in AESTHETE_MODELS)')
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', examples)
    .action((raw: unknown) => packs(parseOptions(packsOptions, raw)));
}

const packsOptions = z.object({ json: z.boolean().default(false) });

const examples = `
Examples:
  $ aesthete packs
  $ AESTHETE_MODELS=~/models aesthete packs --json`;

async function packs({ json }: z.infer<typeof packsOptions>): Promise<void> {
  const rows = await Promise.all((await listPacks()).map(describe));
  if (json) printJson({ packs: rows });
  else if (rows.length === 0) printLine('no packs; see --help for where they are looked for');
  else
    printLine(formatTable(rows.map(({ name, title, error, dir }) => [name, title ?? `cannot be used: ${error}`, dir])));
}

/** One broken pack does not hide the others. */
async function describe({
  name,
  dir,
}: FoundPack): Promise<{ name: string; dir: string; title?: string; error?: string }> {
  try {
    const { settings } = await openPack(dir);
    return { name, title: settings.title, dir };
  } catch (error) {
    return { name, dir, error: error instanceof Error ? error.message : String(error) };
  }
}
