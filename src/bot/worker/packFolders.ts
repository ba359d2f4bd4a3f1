import { findPack, listPacks, lorasSignature, packSignature } from '../../engine/index.js';
import type { Log } from '../log.js';
import type { Store } from '../repositories/index.js';
import { publishFolder } from './engineHost.js';
import type { KnownPack } from './engineHost.js';

/** As it was published. */
interface SeenPack extends KnownPack {
  /** Changes with the LoRAs that may fit it. */
  readonly loras: string;
}

/**
 * The packs that can be painted with in this process, by the name under which they are published and chosen: that of its folder in a models
 * folder, or what it was given as. Packs that are added or changed later come in with the next refresh.
 */
export class PackFolders {
  readonly #packs = new Map<string, SeenPack>();
  readonly #given: string;
  /** Packs that cannot be used, as they were proved last: only changed files are proved anew. */
  readonly #broken = new Map<string, SeenPack>();

  #refreshing: Promise<void> | undefined;

  constructor(given: string) {
    this.#given = given;
  }

  get(name: string): KnownPack | undefined {
    return this.#packs.get(name);
  }

  /** Publishes what is new. @throws UserError, CheckpointError when the pack that was given cannot be used; of others the log says it */
  refresh(store: Store, log: Pick<Log, 'info' | 'warn'>, now: number): Promise<void> {
    // A large one may take longer than until the next time.
    this.#refreshing ??= this.#refresh(store, log, now).finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #refresh(store: Store, log: Pick<Log, 'info' | 'warn'>, now: number): Promise<void> {
    const loras = await lorasSignature();
    const found = new Map((await listPacks()).map(({ name, dir }) => [name, dir]));
    for (const [name, folder] of found) await this.#look(store, log, name, { folder, loras }, now);
    if (!found.has(this.#given))
      await this.#look(store, log, this.#given, { folder: await findPack(this.#given), loras }, now);
  }

  async #look(
    store: Store,
    log: Pick<Log, 'info' | 'warn'>,
    name: string,
    at: Pick<SeenPack, 'folder' | 'loras'>,
    now: number,
  ): Promise<void> {
    const { folder } = at;
    const pack = { ...at, signature: await packSignature(folder) };
    if ([this.#packs, this.#broken].some((known) => isSame(known.get(name), pack))) return;
    try {
      await publishFolder(store, name, folder, now);
    } catch (error) {
      if (name === this.#given && !this.#packs.has(name)) throw error;
      this.#broken.set(name, pack);
      log.warn({ pack: name, err: error }, 'a pack cannot be used');
      return;
    }
    this.#packs.set(name, pack);
    this.#broken.delete(name);
    log.info({ pack: name }, 'pack published');
  }
}

function isSame(known: SeenPack | undefined, { folder, signature, loras }: SeenPack): boolean {
  return known?.folder === folder && known.signature === signature && known.loras === loras;
}
