import { listPacks, openPack } from '../../engine/index.js';
import type { FoundPack } from '../../engine/index.js';
import { formatTable } from '../format.js';
import { readSources } from '../hub/performDownload.js';
import type { Output } from '../output.js';

/** `aesthete packs list`, which is also what `aesthete packs` does. */
export async function list(output: Output): Promise<void> {
  const rows = await Promise.all((await listPacks()).map(describe));
  output.result({ packs: rows });
  if (rows.length === 0) output.line('no packs; see --help for where they are looked for');
  else
    output.line(
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
