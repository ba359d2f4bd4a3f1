import { z } from 'zod';
import { listPacks, openPack } from '../../engine/index.js';
import type { FoundPack } from '../../engine/index.js';
import { formatTable } from '../format.js';
import { readSources } from '../hub/performDownload.js';
import { parseOptions } from '../options.js';
import { printJson, printLine } from '../print.js';

const listOptions = z.object({ json: z.boolean().default(false) });

/** `aesthete packs list`, which is also what `aesthete packs` does. */
export async function list(raw: unknown): Promise<void> {
  const { json } = parseOptions(listOptions, raw);
  const rows = await Promise.all((await listPacks()).map(describe));
  if (json) printJson({ packs: rows });
  else if (rows.length === 0) printLine('no packs; see --help for where they are looked for');
  else
    printLine(
      formatTable(
        rows.map(({ name, title, error, source, dir }) => [
          name,
          title ?? `cannot be used: ${error}`,
          dir,
          source === undefined ? '' : `${source.repoId}@${source.commit.slice(0, 7)}`,
        ]),
      ),
    );
}

interface Row {
  readonly name: string;
  readonly dir: string;
  readonly title?: string;
  readonly error?: string;
  /** Of packs that were downloaded. */
  readonly source?: { readonly repoId: string; readonly commit: string };
}

/** One broken pack does not hide the others. */
async function describe({ name, dir }: FoundPack): Promise<Row> {
  const source = (await readSources(dir))?.[0];
  const about = { name, dir, ...(source && { source }) };
  try {
    const { settings } = await openPack(dir);
    return { ...about, title: settings.title };
  } catch (error) {
    return { ...about, error: error instanceof Error ? error.message : String(error) };
  }
}
