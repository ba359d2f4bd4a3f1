import type { Log } from '../log.js';
import { mostOpenings, openingPause } from './engineHost.js';
import type { EngineHost } from './engineHost.js';

export interface ProbeOptions {
  readonly engines: EngineHost;
  readonly pack: string;
  /** Of the smallest picture that the pack can paint. */
  readonly side: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Opens the engine of a pack and paints one tiny picture: what opens may still fail at its first step, and what has painted once is warm. A
 * failure may pass (memory, another process on the device), so it is tried again. @throws what the last try threw
 */
export async function probe({ engines, pack, side, log, signal }: ProbeOptions): Promise<void> {
  const request = { prompt: 'a picture', seed: 1, steps: 2, size: { width: side, height: side } };
  for (let tries = 1; ; tries++) {
    try {
      await engines.with(pack, (engine) => engine.imagine(request, { signal }));
      return;
    } catch (error) {
      if (signal.aborted || tries === mostOpenings) throw error;
      log.warn({ pack, tries, err: error }, 'the engine does not paint; trying again');
      await openingPause(signal);
    }
  }
}
