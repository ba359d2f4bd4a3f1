import { findPack, listPacks } from '../../engine/index.js';
import type { Log } from '../log.js';
import type { Store } from '../repositories/index.js';
import { publishFolder } from './engineHost.js';

/**
 * The packs that can be painted with in this process, by the name under which they are published and chosen: that of its folder in a models
 * folder, or what it was given as. Packs that are added later come in with the next refresh.
 */
export class PackFolders {
  readonly #folders = new Map<string, string>();
  readonly #given: string;
  /** What the log has been told of packs that cannot be used. */
  readonly #reported = new Map<string, string>();

  constructor(given: string) {
    this.#given = given;
  }

  get(name: string): string | undefined {
    return this.#folders.get(name);
  }

  /** Publishes what is new. @throws UserError, CheckpointError when the pack that was given cannot be used; of others the log says it */
  async refresh(store: Store, log: Pick<Log, 'info' | 'warn'>, now: number): Promise<void> {
    const found = new Map((await listPacks()).map(({ name, dir }) => [name, dir]));
    for (const [name, folder] of found) {
      try {
        if (await this.#publish(store, name, folder, now)) log.info({ pack: name }, 'pack published');
      } catch (error) {
        if (name === this.#given) throw error;
        const why = error instanceof Error ? error.message : String(error);
        if (this.#reported.get(name) !== why) log.warn({ pack: name, err: error }, 'a pack cannot be used');
        this.#reported.set(name, why);
      }
    }
    if (!found.has(this.#given)) await this.#publish(store, this.#given, await findPack(this.#given), now);
  }

  /** @returns whether it is new */
  async #publish(store: Store, name: string, folder: string, now: number): Promise<boolean> {
    if (this.#folders.get(name) === folder) return false;
    await publishFolder(store, name, folder, now);
    this.#folders.set(name, folder);
    return true;
  }
}
