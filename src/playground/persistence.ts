import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeSnapshot } from './world/snapshot.js';
import type { Snapshot } from './world/snapshot.js';
import type { WorldState } from './world/state.js';
import type { World } from './world/world.js';

const batchMs = 300;

/** Writes a world to its folder whenever it changes. */
export interface Persistence {
  /** Resolves once the current state is written. */
  readonly flush: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Keeps a world in a folder: `state.json`, replaced as a whole, and the files of its messages, each written once. Files that no
 * message shows, as those that commands were given, are not kept. `failed` hears of what could not be written; the next change tries again.
 */
export function persistWorld(folder: string, world: World, failed: (error: unknown) => void): Persistence {
  const written = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (writing = writing.then(() => write(folder, world, written)).catch(failed));
  };
  const unwatch = world.watch(() => {
    timer ??= setTimeout(() => void flush(), batchMs);
  });
  return {
    flush,
    stop: () => {
      unwatch();
      return flush();
    },
  };
}

async function write(folder: string, world: World, written: Set<string>): Promise<void> {
  const files = join(folder, 'files');
  await mkdir(files, { recursive: true });
  const { state } = takeSnapshot({ ...world, files: new Map() });
  const shown = shownFiles(state);
  for (const id of shown) {
    const bytes = world.files.get(id);
    if (!bytes || written.has(id)) continue;
    await writeFile(join(files, id), bytes);
    written.add(id);
  }
  // Written to another file and renamed, so that a crash leaves either the old or the new state.
  await writeFile(join(folder, 'state.json.new'), JSON.stringify({ format: 1, state }));
  await rename(join(folder, 'state.json.new'), join(folder, 'state.json'));
  for (const id of await readdir(files))
    if (!shown.has(id)) {
      await rm(join(files, id), { force: true });
      written.delete(id);
    }
}

function shownFiles({ messages }: WorldState): Set<string> {
  const there = Object.values(messages).filter(({ deleted }) => !deleted);
  return new Set(there.flatMap(({ now }) => now.attachments.map(({ id }) => id)));
}

/** Reads the state from a folder; undefined if there is none. @throws SyntaxError: the file was changed by hand */
export async function readPersisted(folder: string): Promise<Snapshot | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, 'state.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { state } = JSON.parse(text) as { state: WorldState };
  const files: Record<string, string> = {};
  for (const id of shownFiles(state)) {
    // A missing file is an attachment that cannot be shown; the rest is still restored.
    const bytes = await readFile(join(folder, 'files', id)).catch(() => undefined);
    if (bytes) files[id] = bytes.toString('base64');
  }
  return { format: 1, state, files };
}
