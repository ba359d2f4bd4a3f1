import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CheckpointError,
  GraphError,
  SessionError,
  clipId,
  contentId,
  fittingLoras,
  openEngineChild,
  openPack,
  packLimits,
  readAesthetic,
  readReferences,
  smallestSide,
} from '../../engine/index.js';
import type {
  Aesthetic,
  EncodingStore,
  Engine,
  EngineChild,
  EngineChildOptions,
  ImagineResult,
  Int8Verdict,
  Pack,
} from '../../engine/index.js';
import { publishPack, publishBuiltIn } from '../repositories/index.js';
import type { PublishedPack, Store } from '../repositories/index.js';

interface EngineOptions extends Pick<
  EngineChildOptions,
  'device' | 'precision' | 'batch' | 'hang' | 'onLog' | 'entry'
> {
  /** Hears of each painting, whatever it is for. */
  readonly onImagined?: (result: ImagineResult) => void;
  /** Where workers keep the personalised encodings of a pack's content for each other. */
  readonly encodingsOf?: (content: string) => EncodingStore;
}

/** The engine of a pack cannot be opened, or its model is not what it should be: no request is to blame. `cause` is what was thrown. */
export class OpeningError extends Error {
  override readonly name = 'OpeningError';
  constructor(
    readonly pack: string,
    override readonly cause: unknown,
  ) {
    super(`the pack ${pack} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** A request may be too large for the device: that is not the model's fault. */
function isOfModel(error: unknown): boolean {
  return error instanceof CheckpointError || (error instanceof GraphError && !(error instanceof SessionError));
}

/** So often in a row the engine is opened, with a pause between, before this process steps back. */
export const mostOpenings = 3;
const openingPauseMs = 2_000;

/** Between two tries to open the engine: what is wrong may pass. Ends at once with the signal. */
export async function openingPause(signal: AbortSignal): Promise<void> {
  await sleep(openingPauseMs, undefined, { signal }).catch(() => undefined);
}

/** Where a pack lies, and what changes with its files. */
export interface KnownPack {
  readonly folder: string;
  readonly signature: string;
  /** What is in it, by the engine's `contentId`. */
  readonly content?: string;
}

/** The packs that this process serves, by name. */
export type KnownPacks = Pick<ReadonlyMap<string, KnownPack>, 'get'>;

/** Someone who waits until the engine of a pack may be used. */
interface Waiting {
  readonly pack: string;
  readonly go: () => void;
}

/**
 * Owns the device: one engine at a time, in a child process. Users of one pack share it: the engine paints one picture after another
 * and embeds between a picture's steps. Who needs another pack waits until nobody uses the one that is open, since two would not fit side by
 * side; then those for the open pack who came later wait as well.
 */
export class EngineHost {
  readonly #packs: KnownPacks;
  readonly #options: EngineOptions;
  #open: { readonly pack: string; readonly signature: string; readonly engine: EngineChild } | undefined;
  #opening: Promise<Engine> | undefined;
  #giveUp = new AbortController();
  /** Who uses the pack that is open, or is being opened. */
  #users = { pack: '', count: 0 };
  readonly #waiting: Waiting[] = [];

  constructor(packs: KnownPacks, options: EngineOptions = {}) {
    this.#packs = packs;
    this.#options = options;
  }

  /** Of the child that runs now. */
  get pid(): number | undefined {
    return this.#open?.engine.pid;
  }

  get device(): string | undefined {
    return this.#open?.engine.info.device;
  }

  /** How the pack that is open stands in 8 bits, where that decides its precision. */
  get int8(): Int8Verdict | undefined {
    return this.#open?.engine.info.int8;
  }

  /** Gives `use` the engine of a pack. @throws OpeningError, and what `use` does */
  async with<T>(pack: string, use: (engine: Engine) => Promise<T>): Promise<T> {
    const free = this.#users.count === 0 || this.#users.pack === pack;
    if (free && this.#waiting.length === 0) this.#admit(pack);
    else await new Promise<void>((go) => this.#waiting.push({ pack, go }));
    try {
      const engine = await this.#engine(pack).catch((error: unknown) => {
        throw new OpeningError(pack, error);
      });
      return await use(this.#heard(engine));
    } catch (error) {
      // Sessions open on first use: what is wrong with a model may come out only then.
      throw isOfModel(error) ? new OpeningError(pack, error) : error;
    } finally {
      this.#users.count--;
      this.#admitWaiting();
    }
  }

  /** The same engine; what it paints is told. */
  #heard(engine: Engine): Engine {
    const { onImagined } = this.#options;
    if (!onImagined) return engine;
    return {
      get info() {
        return engine.info;
      },
      embedImages: (images, options) => engine.embedImages(images, options),
      embedByTowers: (images, options) => engine.embedByTowers(images, options),
      thumbnails: (images, size, options) => engine.thumbnails(images, size, options),
      embedTexts: (texts, options) => engine.embedTexts(texts, options),
      imagine: async (request, options) => {
        const result = await engine.imagine(request, options);
        onImagined(result);
        return result;
      },
      close: () => engine.close(),
    };
  }

  async close(): Promise<void> {
    this.#giveUp.abort();
    await this.#opening?.catch(() => undefined);
    await this.#closeEngine();
  }

  async #closeEngine(): Promise<void> {
    const { engine } = this.#open ?? {};
    this.#open = undefined;
    await engine?.close();
  }

  #admit(pack: string): void {
    this.#users = { pack, count: this.#users.count + 1 };
  }

  /** Those at the front whom the pack in use lets in; counted at once, so that nobody slips in between. */
  #admitWaiting(): void {
    while (this.#waiting.length > 0 && (this.#users.count === 0 || this.#waiting[0].pack === this.#users.pack)) {
      const [{ pack, go }] = this.#waiting.splice(0, 1);
      this.#admit(pack);
      go();
    }
  }

  /** Opened once, however many ask at the same time. */
  async #engine(pack: string): Promise<Engine> {
    // One whose process died is opened anew here, and not by itself: only so is it known what failed.
    if (this.#open?.pack === pack && this.#open.engine.pid !== undefined && !this.#isOutdated(this.#open))
      return this.#open.engine;
    this.#opening ??= this.#start(pack).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** The pack's files have changed since it was opened, and nobody else uses it any more. */
  #isOutdated({ pack, signature }: { readonly pack: string; readonly signature: string }): boolean {
    return this.#users.count === 1 && this.#packs.get(pack)?.signature !== signature;
  }

  async #start(pack: string): Promise<Engine> {
    await this.#closeEngine();
    const known = this.#packs.get(pack);
    if (known === undefined) throw new CheckpointError(`no folder is known for the pack ${pack} in this process`);
    const { folder, signature, content } = known;
    const { encodingsOf, ...options } = this.#options;
    const encodings = content === undefined ? undefined : encodingsOf?.(content);
    const engine = await openEngineChild(folder, {
      ...options,
      ...(encodings && { encodings }),
      signal: this.#giveUp.signal,
    });
    this.#open = { pack, signature, engine };
    return engine;
  }
}

/** Makes a pack and its built-in aesthetics known to every process. Returns what is in it. @throws UserError, CheckpointError */
export async function publishFolder(store: Store, name: string, folder: string, now: number): Promise<string> {
  const pack = await openPack(folder);
  const content = await contentId(pack);
  const published = { ...(await describe(name, pack)), contentId: content };
  await publishPack(store.client, published, now);
  const ready: Aesthetic[] = await Promise.all(
    pack.settings.aesthetics.map(async ({ file, kind, note, name: called }) => {
      // A pack's own files need no clip id: they are for this pack.
      return { ...readAesthetic(await readFile(file), file), name: called, kind, note, clipId: published.clipId };
    }),
  );
  await publishBuiltIn(store.client, name, ready);
  return content;
}

async function describe(name: string, pack: Pack): Promise<PublishedPack> {
  const { settings, clip, second, projection, checker } = pack;
  const { title, knows, prompts, upscale, defaults, strength, reference, safe } = settings;
  const references = reference === undefined ? undefined : await readReferences(reference);
  return {
    name,
    projection,
    clipId: await clipId(clip.checkpoint),
    checked: safe || checker !== undefined,
    settings: {
      checks: checker !== undefined,
      loras: await fittingLoras(pack),
      title,
      knows: [...knows],
      prompts: [...prompts],
      sizeMultiple: smallestSide(pack),
      upscale,
      presets: strength.presets,
      defaults,
      limits: packLimits(pack),
    },
    ...(references && { reference: references.first }),
    ...(second?.clip && { secondClipId: await clipId(second.clip.checkpoint) }),
    ...(second?.clip && references?.second && { secondReference: references.second }),
  };
}
