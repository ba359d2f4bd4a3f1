import { readFile } from 'node:fs/promises';
import {
  CheckpointError,
  clipId,
  openEngineChild,
  openPack,
  readAesthetic,
  readReference,
} from '../../engine/index.js';
import type { Aesthetic, DeviceRequest, Engine, EngineChild, Pack, Precision } from '../../engine/index.js';
import { publishPack, publishReadyMade } from '../data/index.js';
import type { PublishedPack, Store } from '../data/index.js';

export interface EngineOptions {
  readonly device?: DeviceRequest;
  readonly precision?: Precision;
  readonly onLog?: (text: string) => void;
}

/** The packs that this process serves, by name, and the folder of each. */
export type PackFolders = ReadonlyMap<string, string>;

/**
 * Owns the device: one engine at a time, in a child process. A request for another pack closes the engine that is open, since two
 * would not fit side by side.
 */
export class EngineHost {
  readonly #folders: PackFolders;
  readonly #options: EngineOptions;
  #open: { readonly pack: string; readonly engine: EngineChild } | undefined;
  #busy = false;
  readonly #waiting: (() => void)[] = [];

  constructor(folders: PackFolders, options: EngineOptions = {}) {
    this.#folders = folders;
    this.#options = options;
  }

  /** Of the child that runs now. */
  get pid(): number | undefined {
    return this.#open?.engine.pid;
  }

  get device(): string | undefined {
    return this.#open?.engine.info.device;
  }

  /**
   * Gives `use` the engine of a pack, to itself; `first` before others that wait, for what is short.
   * @throws what opening the pack throws, and what `use` does
   */
  async with<T>(pack: string, use: (engine: Engine) => Promise<T>, order: 'first' | 'last' = 'last'): Promise<T> {
    if (this.#busy)
      await new Promise<void>((go) => {
        if (order === 'first') this.#waiting.unshift(go);
        else this.#waiting.push(go);
      });
    this.#busy = true;
    try {
      return await use(await this.#engine(pack));
    } finally {
      // Handed over without becoming free, so that nobody slips in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy = false;
    }
  }

  async close(): Promise<void> {
    const { engine } = this.#open ?? {};
    this.#open = undefined;
    await engine?.close();
  }

  async #engine(pack: string): Promise<Engine> {
    if (this.#open?.pack === pack) return this.#open.engine;
    await this.close();
    const folder = this.#folders.get(pack);
    if (folder === undefined) throw new CheckpointError(`no folder is known for the pack ${pack} in this process`);
    const engine = await openEngineChild(folder, this.#options);
    this.#open = { pack, engine };
    return engine;
  }
}

/** Makes a pack and its ready-made aesthetics known to every process. @throws UserError, CheckpointError */
export async function publishFolder(store: Store, name: string, folder: string, now: number): Promise<void> {
  const pack = await openPack(folder);
  const published = await describe(name, pack);
  await publishPack(store.client, published, now);
  const ready: Aesthetic[] = await Promise.all(
    pack.settings.aesthetics.map(async ({ file, kind, note, name: called }) => {
      // A pack's own files need no clip id: they are for this pack.
      return { ...readAesthetic(await readFile(file), file), name: called, kind, note, clipId: published.clipId };
    }),
  );
  await publishReadyMade(store.client, name, ready);
}

async function describe(name: string, { settings, clip, projection }: Pack): Promise<PublishedPack> {
  const { title, knows, prompts, defaults, strength, reference, safe } = settings;
  return {
    name,
    projection,
    clipId: await clipId(clip.checkpoint),
    // The engine runs no checker.
    checked: safe,
    settings: { title, knows: [...knows], prompts: [...prompts], presets: strength.presets, defaults },
    ...(reference !== undefined && { reference: await readReference(reference) }),
  };
}
