import { CancelledError, findPack, openEngineChild } from '../engine/index.js';
import type { Engine, LoraRequest, RequestOptions } from '../engine/index.js';
import type { EngineOptions } from './options.js';
import type { Output } from './output.js';
import { ProgressDisplay } from './progressDisplay.js';

export interface OpenedEngine {
  readonly engine: Engine;
  /** For every request: progress goes to the display, Ctrl-C to the engine. */
  readonly request: RequestOptions;
  readonly display: ProgressDisplay;
}

/**
 * Opens the engine that the options ask for, does `work`, and closes it. The engine is a child process: ONNX Runtime
 * blocks its thread for seconds, in which this one draws progress and obeys Ctrl-C (Interruption) at once, and running
 * out of memory ends in a sentence.
 */
export async function withEngine<T>(
  options: EngineOptions & {
    readonly lora?: readonly LoraRequest[] | undefined;
    readonly batch?: number | undefined;
  },
  output: Output,
  work: (work: OpenedEngine) => Promise<T>,
): Promise<T> {
  const pack = await findPack(options.pack);
  const { signal } = output;
  const display = new ProgressDisplay(output);
  const { device, precision, lora, batch } = options;
  try {
    const engine = await openEngineChild(pack, {
      ...(device !== undefined && { device }),
      ...(precision !== undefined && { precision }),
      ...(lora && { loras: lora }),
      ...(batch !== undefined && { batch }),
      signal,
      onLog: (text) => {
        output.log(text);
      },
    });
    try {
      const onProgress: RequestOptions['onProgress'] = (progress) => {
        display.update(progress);
      };
      return await work({ engine, request: { signal, onProgress }, display });
    } finally {
      await engine.close();
    }
  } catch (error) {
    // Why it was cancelled says how the program ends.
    throw signal.aborted && error instanceof CancelledError ? signal.reason : error;
  } finally {
    display.end();
  }
}
