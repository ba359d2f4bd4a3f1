import { serveEngine } from '../../src/engine/child/serve.js';
import { openEngine } from '../../src/engine/index.js';
import type { Engine } from '../../src/engine/index.js';

/** A process that serves the engine, and logs of each request to imagine how many steps were taken and how it ended. */
serveEngine(async (pack, options) => {
  const engine = await openEngine(pack, options);
  const imagine: Engine['imagine'] = async (request, { signal, onProgress } = {}) => {
    let [steps, end] = [0, 'done'];
    try {
      return await engine.imagine(request, {
        ...(signal && { signal }),
        onProgress: (progress) => {
          if (progress.stage === 'paint') steps = progress.done;
          onProgress?.(progress);
        },
      });
    } catch (error) {
      end = error instanceof Error ? error.name : 'unknown';
      throw error;
    } finally {
      console.log(`imagine: ${steps} steps, ${end}`);
    }
  };
  return { ...engine, imagine };
});
