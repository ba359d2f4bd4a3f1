import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apply, linesOf } from './changeLog.js';
import type { Changes } from './changeLog.js';
import { entry } from './world/find.js';
import { takeSnapshot } from './world/snapshot.js';
import type { Snapshot } from './world/snapshot.js';
import type { MessageState, WorldState } from './world/state.js';
import type { World } from './world/world.js';

const batchMs = 300;
/** A log of changes that is longer than this, and than the state that it belongs to, is replaced by a new state. */
const minLogBytes = 2 ** 20;

/** Writes a world to its folder whenever it changes. */
export interface Persistence {
  /** Resolves once the current state is written. */
  readonly flush: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Keeps a world in a folder: `state.json`, the changes since in `changes-N.jsonl`, and the files of its messages, each written once. Files that
 * no message shows, as those that commands were given, are not kept. `failed` hears of what could not be written; the next change tries again.
 */
export function persistWorld(folder: string, world: World, failed: (error: unknown) => void): Persistence {
  const store = createStore(folder, world);
  const changes: Changes = new Map();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = async (): Promise<void> => {
    const taken = [...changes];
    changes.clear();
    try {
      await store.write(new Map(taken));
    } catch (error) {
      // The log may end in half a line: the next time all is written.
      store.startOver();
      for (const [key, change] of taken) changes.set(key, change);
      failed(error);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (writing = writing.then(write));
  };
  const unwatch = world.watch((part, id) => {
    if (part === undefined) return;
    changes.set(`${part} ${id ?? ''}`, { part, ...(id !== undefined && { id }) });
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

interface Store {
  readonly write: (changes: Changes) => Promise<void>;
  /** Has the next write store the whole state. */
  readonly startOver: () => void;
}

/** Appends what changed to the log, or, first and when that has become long, writes the whole state. */
function createStore(folder: string, world: World): Store {
  const files = join(folder, 'files');
  const written = new Set<string>();
  let [log, logBytes, maxLogBytes] = [0, 0, 0];

  const writeFilesOf = async (messages: readonly (MessageState | undefined)[]): Promise<void> => {
    for (const id of messages.flatMap(shownFiles)) {
      const bytes = world.files.get(id);
      if (!bytes || written.has(id)) continue;
      await writeFile(join(files, id), bytes);
      written.add(id);
    }
  };
  const writeAll = async (): Promise<void> => {
    await mkdir(files, { recursive: true });
    if (log === 0) for (const id of await readdir(files)) written.add(id);
    const before = await logsIn(folder);
    const next = Math.max(log, ...before.map(({ number }) => number)) + 1;
    const { state } = takeSnapshot({ ...world, files: new Map() });
    await writeFilesOf(Object.values(state.messages));
    // Written to another file and renamed, so that a crash leaves either the old state with its log or the new one with none.
    const text = JSON.stringify({ format: 1, log: next, state });
    await writeFile(join(folder, 'state.json.new'), text);
    await rename(join(folder, 'state.json.new'), join(folder, 'state.json'));
    [log, logBytes, maxLogBytes] = [next, 0, Math.max(minLogBytes, text.length)];
    for (const { name } of before) await rm(join(folder, name), { force: true });
  };
  const write: Store['write'] = async (changes) => {
    if (log === 0 || logBytes > maxLogBytes) await writeAll();
    else {
      const lines = linesOf(world.state, changes);
      await writeFilesOf([...changes.values()].map(({ part, id }) => messageOf(world.state, part, id)));
      await appendFile(logPath(folder, log), lines);
      logBytes += lines.length;
    }
    for (const id of written)
      if (!world.files.has(id)) {
        await rm(join(files, id), { force: true });
        written.delete(id);
      }
  };
  return {
    write,
    startOver: () => {
      logBytes = Infinity;
    },
  };
}

function messageOf({ messages }: WorldState, part: keyof WorldState, id: string | undefined): MessageState | undefined {
  return part === 'messages' && id !== undefined ? entry(messages, id) : undefined;
}

function shownFiles(message: MessageState | undefined): string[] {
  return message === undefined || message.deleted ? [] : message.now.attachments.map(({ id }) => id);
}

function logPath(folder: string, number: number): string {
  return join(folder, `changes-${number}.jsonl`);
}

async function logsIn(folder: string): Promise<{ readonly name: string; readonly number: number }[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const number = /^changes-(\d+)\.jsonl$/.exec(name)?.[1];
    return number === undefined ? [] : [{ name, number: Number(number) }];
  });
}

/** Reads the state from a folder; undefined if there is none. @throws SyntaxError: a file was changed by hand */
export async function readPersisted(folder: string): Promise<Snapshot | undefined> {
  const text = await readIfThere(join(folder, 'state.json'));
  if (text === undefined) return undefined;
  const { log, state: before } = JSON.parse(text) as { log?: number; state: WorldState };
  const changes = log === undefined ? undefined : await readIfThere(logPath(folder, log));
  const state = apply(before, changes ?? '');
  const files: Record<string, string> = {};
  for (const id of Object.values(state.messages).flatMap(shownFiles)) {
    // A missing file is an attachment that cannot be shown; the rest is still restored.
    const bytes = await readFile(join(folder, 'files', id)).catch(() => undefined);
    if (bytes) files[id] = bytes.toString('base64');
  }
  return { format: 1, state, files };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
