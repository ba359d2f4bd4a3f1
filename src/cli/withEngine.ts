import { findPack, openEngineChild } from '../engine/index.js';
import type { Engine, LoraRequest, RequestOptions } from '../engine/index.js';
import type { EngineOptions } from './options.js';
import { ProgressBar } from './progressBar.js';

export interface OpenedEngine {
  readonly engine: Engine;
  /** For every request: progress goes to the bar, Ctrl-C to the engine. */
  readonly request: RequestOptions;
  readonly bar: ProgressBar;
}

/**
 * Opens the engine that the options ask for, does `work`, and closes it. The engine is a child process: ONNX Runtime
 * blocks its thread for seconds, in which this one draws progress and obeys Ctrl-C (CancelledError) at once, and running
 * out of memory ends in a sentence.
 */
export async function withEngine<T>(
  options: EngineOptions & { readonly lora?: readonly LoraRequest[] | undefined },
  work: (work: OpenedEngine) => Promise<T>,
): Promise<T> {
  const pack = await findPack(options.pack);
  const abort = new AbortController();
  const interrupt = (): void => {
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  const bar = new ProgressBar(process.stderr);
  const { device, precision, lora } = options;
  try {
    const engine = await openEngineChild(pack, {
      ...(device !== undefined && { device }),
      ...(precision !== undefined && { precision }),
      ...(lora && { loras: lora }),
      signal: abort.signal,
      onLog: (text) => process.env['AESTHETE_DEBUG'] === '1' && process.stderr.write(text),
    });
    try {
      const onProgress: RequestOptions['onProgress'] = (progress) => {
        bar.update(progress);
      };
      return await work({ engine, request: { signal: abort.signal, onProgress }, bar });
    } finally {
      await engine.close();
    }
  } finally {
    bar.end();
    process.off('SIGINT', interrupt);
  }
}
