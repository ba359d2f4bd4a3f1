import { findPack, listPacks, lorasSignature, packSignature } from '../../engine/index.js';
import type { Log } from '../log.js';
import { listPublishedPacks, livePainters, publishedPackNames, withdrawPack } from '../repositories/index.js';
import type { ServedPack, Store } from '../repositories/index.js';
import { isTransient } from '../transient.js';
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

  /** To be published anew: their names stand for something that is gone. */
  readonly #unpublished = new Set<string>();
  /** Of packs that stand for something else elsewhere: what that is, as the log was told. */
  readonly #ambiguous = new Map<string, string>();
  #refreshing: Promise<void> | undefined;

  constructor(given: string) {
    this.#given = given;
  }

  get(name: string): KnownPack | undefined {
    return this.#packs.get(name);
  }

  /** What is served, by name, with what is in it. */
  served(): ServedPack[] {
    return [...this.#packs].flatMap(([name, { content }]) => (content === undefined ? [] : [{ name, content }]));
  }

  /**
   * Looks whether others serve something else under the name of a pack that is here: requests go to what was published last. Where nobody
   * serves that any more, it is published anew from here with the next refresh. The log says it once.
   */
  async compare(store: Store, log: Pick<Log, 'warn'>, now: number): Promise<void> {
    const painters = await livePainters(store.client, now);
    const live = new Set(painters.flatMap(({ packs }) => packs.map(({ content }) => content)));
    const published = new Map((await listPublishedPacks(store.client)).map(({ name, contentId }) => [name, contentId]));
    for (const { name, content } of this.served()) {
      const other = published.get(name);
      if (other === content) this.#ambiguous.delete(name);
      else if (other === undefined || !live.has(other)) this.#unpublished.add(name);
      else if (this.#ambiguous.get(name) !== other) {
        this.#ambiguous.set(name, other);
        log.warn(
          { pack: name, here: content.slice(0, 12), published: other.slice(0, 12) },
          'another worker serves other weights under this name; new requests go there',
        );
      }
    }
  }

  /** Publishes what is new, and withdraws what is gone. @throws UserError, CheckpointError when the pack that was given cannot be used; of others the log says it */
  refresh(store: Store, log: Pick<Log, 'info' | 'warn'>, now: number): Promise<void> {
    // A large one may take longer than until the next time.
    this.#refreshing ??= this.#refresh(store, log, now).finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #refresh(store: Store, log: Pick<Log, 'info' | 'warn'>, now: number): Promise<void> {
    const loras = await lorasSignature();
    const found = new Map((await listPacks()).map(({ name, dir }) => [name, dir]));
    if (!found.has(this.#given)) found.set(this.#given, await findPack(this.#given));
    await this.#withdraw(store, log, found);
    for (const [name, folder] of found) await this.#look(store, log, name, { folder, loras }, now);
  }

  /** What is here no more cannot be chosen any more, unless another process has it, which then publishes it anew. */
  async #withdraw(store: Store, log: Pick<Log, 'info'>, found: ReadonlyMap<string, string>): Promise<void> {
    const published = await publishedPackNames(store.client);
    // Alone, this process knows also of those that were taken away while none ran.
    const own = store.mode === 'embedded' ? published : [...this.#packs.keys()];
    for (const name of own) {
      if (found.has(name)) continue;
      await withdrawPack(store.client, name);
      this.#packs.delete(name);
      log.info({ pack: name }, 'pack withdrawn');
    }
    for (const name of this.#packs.keys()) if (!published.includes(name)) this.#packs.delete(name);
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
    const isKnown = [this.#packs, this.#broken].some((known) => isSame(known.get(name), pack));
    if (isKnown && !this.#unpublished.delete(name)) return;
    let content: string;
    try {
      content = await publishFolder(store, name, folder, now);
    } catch (error) {
      if (isTransient(error) || (name === this.#given && !this.#packs.has(name))) throw error;
      this.#broken.set(name, pack);
      log.warn({ pack: name, err: error }, 'a pack cannot be used');
      return;
    }
    this.#packs.set(name, { ...pack, content });
    this.#broken.delete(name);
    log.info({ pack: name }, 'pack published');
  }
}

function isSame(known: SeenPack | undefined, { folder, signature, loras }: SeenPack): boolean {
  return known?.folder === folder && known.signature === signature && known.loras === loras;
}
