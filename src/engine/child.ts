import { resolve } from 'node:path';
import { EngineProcess } from './child/engineProcess.js';
import type { ProcessOptions } from './child/engineProcess.js';
import { engineEntry } from './child/entry.js';
import { hangLimits } from './child/hangWatch.js';
import type { Answers, Call, Method, OpenMessage } from './child/messages.js';
import { CancelledError } from './errors.js';
import type { SmallPicture } from './image/smallPicture.js';
import { memoryBudget } from './runtime/memoryBudget.js';
import type { MemoryBudget } from './runtime/memoryBudget.js';
import type {
  DeviceRequest,
  Engine,
  EngineInfo,
  ImagineRequest,
  ImagineRequestOptions,
  LoraRequest,
  Precision,
  RequestOptions,
  TowerEmbeddings,
} from './types.js';

export interface EngineChildOptions extends Partial<ProcessOptions> {
  readonly device?: DeviceRequest;
  readonly precision?: Precision;
  /** Images of one request that go through the U-Net at once, at most; default: what suits the device. */
  readonly batch?: number;
  /** Beside those of the pack's own pack.json. */
  readonly loras?: readonly LoraRequest[];
  /** What loaded models may take; default: AESTHETE_MEMORY, else half of the machine's or container's memory together. */
  readonly memoryBudget?: MemoryBudget;
  /** Gives up opening, with CancelledError; an engine that is open stays. */
  readonly signal?: AbortSignal;
}

/** An engine in a process of its own. */
export interface EngineChild extends Engine {
  /** Of the process that runs now; undefined between a crash and the next request. */
  readonly pid: number | undefined;
}

/**
 * The engine of folder `pack` in a forked process: ONNX Runtime blocks its thread for seconds, and here that is not the
 * caller's. The same interface as `openEngine`, with these differences: a cancelled request fails at once, though the
 * process stops only between two steps; when the process dies, or hangs and is killed (`hang`), the requests in hand fail with EngineCrashError and
 * the next one starts a new process; an idle engine does not keep the caller's process from ending.
 * Throws what opening the pack throws (UserError, CheckpointError), or EngineCrashError where the process never comes up.
 */
export async function openEngineChild(pack: string, options: EngineChildOptions = {}): Promise<EngineChild> {
  const {
    device,
    precision,
    batch,
    loras,
    entry,
    startTimeoutMs = 180_000,
    hang = hangLimits,
    onLog,
    encodings,
    signal,
  } = options;
  const open: OpenMessage = {
    type: 'open',
    pack: resolve(pack),
    ...(device !== undefined && { device }),
    ...(precision !== undefined && { precision }),
    ...(batch !== undefined && { batch }),
    ...(loras && { loras: loras.map((lora) => ({ ...lora, file: resolve(lora.file) })) }),
    ...(encodings && { encodings: true }),
    memoryBudget: options.memoryBudget ?? memoryBudget(),
  };
  const start = (): EngineProcess =>
    new EngineProcess(open, {
      entry: entry ?? engineEntry(),
      startTimeoutMs,
      hang,
      onLog: onLog ?? ((text) => void process.stderr.write(text)),
      ...(encodings && { encodings }),
    });
  if (signal?.aborted === true) throw new CancelledError('opening the engine was cancelled');
  const first = start();
  const giveUp = (): void => void first.close();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    return new RestartingEngine(start, first, await first.ready);
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Owns the engine's process, one at a time, over its crashes. */
class RestartingEngine implements EngineChild {
  readonly #start: () => EngineProcess;
  #process: EngineProcess;
  #info: EngineInfo;
  #closed = false;

  constructor(start: () => EngineProcess, first: EngineProcess, info: EngineInfo) {
    this.#start = start;
    this.#process = first;
    this.#info = info;
  }

  get info(): EngineInfo {
    return this.#info;
  }

  get pid(): number | undefined {
    return this.#process.alive ? this.#process.pid : undefined;
  }

  embedImages(images: readonly (string | Uint8Array)[], options?: RequestOptions): Promise<Float32Array[]> {
    return this.#call<'embedImages'>({ method: 'embedImages', images }, options);
  }

  embedByTowers(images: readonly (string | Uint8Array)[], options?: RequestOptions): Promise<TowerEmbeddings[]> {
    return this.#call<'embedByTowers'>({ method: 'embedByTowers', images }, options);
  }

  thumbnails(
    images: readonly (string | Uint8Array)[],
    size: number | SmallPicture,
    options?: RequestOptions,
  ): Promise<Uint8Array[]> {
    return this.#call<'thumbnails'>({ method: 'thumbnails', images, size }, options);
  }

  embedTexts(texts: readonly string[], options?: RequestOptions): Promise<Float32Array[]> {
    return this.#call<'embedTexts'>({ method: 'embedTexts', texts }, options);
  }

  imagine(request: ImagineRequest, options?: ImagineRequestOptions): Promise<Answers['imagine']> {
    return this.#call<'imagine'>({ method: 'imagine', request }, options);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#process.close();
  }

  async #call<M extends Method>(
    call: Extract<Call, { method: M }>,
    options?: ImagineRequestOptions,
  ): Promise<Answers[M]> {
    if (this.#closed) throw new Error(`${call.method} was called on a closed engine`);
    if (!this.#process.alive) {
      this.#process = this.#start();
      // The device may be another one now. A refusal reaches the request itself.
      this.#process.ready.then(
        (info) => (this.#info = info),
        () => undefined,
      );
    }
    return this.#process.call(call, options);
  }
}
