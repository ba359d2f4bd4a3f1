import { spawn } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { serveEngine } from '../../src/engine/child/serve.js';
import { CancelledError, CheckpointError, GraphError, SessionError, UserError } from '../../src/engine/errors.js';
import type { Engine, ImagineRequest, ImagineResult, RequestOptions } from '../../src/engine/types.js';

/**
 * A process that serves an engine without a model, for tests of the channel. The prompt says what imagine does:
 * `paint` draws in ten steps, `hang` reports one step and waits until cancelled, `block` blocks its thread for ever, `stop` stops the process (SIGSTOP) behind its fifth step, `die` and `exit` end the process, and
 * the name of an error class throws one. A pack called `refused` is refused, one called `silent` never opens,
 * and one called `stuck` never closes and
 * leaves a process behind that holds its pipes for a while after it was killed.
 */
serveEngine(async (pack) => {
  if (pack.endsWith('refused')) throw new CheckpointError(`${pack}: conv_in.weight is [1], expected [2]`);
  if (pack.endsWith('silent')) {
    console.log('opening');
    await new Promise(() => undefined);
  }
  if (pack.endsWith('broken')) throw new TypeError('a bug while opening');
  if (pack.endsWith('dying')) process.abort();
  return fixtureEngine(pack);
});

function fixtureEngine(pack: string): Engine {
  return {
    info: {
      pack,
      title: 'Fixture',
      device: 'cpu',
      precision: 'fp32',
      clipId: 'none',
      projection: 2,
      safe: true,
      checks: false,
    },
    embedImages: (images) =>
      Promise.resolve(images.map((image) => Float32Array.of(image.length, typeof image === 'string' ? 0 : image[0]))),
    embedByTowers: (images) => Promise.resolve(images.map((image) => ({ vector: Float32Array.of(image.length, 0) }))),
    thumbnails: (images, size) => Promise.resolve(images.map(() => Uint8Array.of(typeof size === 'number' ? size : 0))),
    // The environment is what a test can see of the process from outside.
    embedTexts: (names) =>
      Promise.resolve(names.map((name) => Float32Array.of(Number(process.env[name] ?? Number.NaN)))),
    imagine,
    close: pack.endsWith('stuck') ? hang : () => Promise.resolve(),
  };
}

function hang(): Promise<void> {
  // It has the pipes, and hears of this process's end by the channel.
  const holder = "process.on('disconnect', () => setTimeout(() => process.exit(), 500))";
  spawn(process.execPath, ['-e', holder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise(() => undefined);
}

async function imagine(request: ImagineRequest, options: RequestOptions = {}): Promise<ImagineResult> {
  switch (request.prompt) {
    case 'UserError':
      throw new UserError({ code: 'promptTooLong', params: { length: 9, most: 8 } });
    case 'GraphError':
      throw new GraphError('Floor has no gradient');
    case 'SessionError':
      throw new SessionError('Failed to allocate memory');
    case 'bug':
      throw new TypeError('undefined is not a tensor');
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      break;
    case 'block':
      options.onProgress?.({ stage: 'text' });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      break;
    case 'exit':
      console.error('Error: out of device memory');
      process.exit(7);
  }
  const steps = 10;
  for (let done = 0; done < steps; done++) {
    if (options.signal?.aborted === true) throw new CancelledError('cancelled between two steps');
    options.onProgress?.({ stage: 'paint', done, total: steps });
    if (request.prompt === 'stop' && done === 5) process.kill(process.pid, 'SIGSTOP');
    if (request.prompt === 'hang')
      await new Promise((resolve) => options.signal?.addEventListener('abort', resolve, { once: true }));
    await setImmediate();
  }
  return {
    images: [{ png: Uint8Array.of(1, 2), seed: request.seed ?? 0, width: 8, height: 8, embedding: Float32Array.of(1) }],
    textSteps: 0,
    device: 'cpu',
    precision: 'fp32',
    recipe: {
      prompt: request.prompt,
      negative: '',
      pack: 'fixture',
      mix: 1,
      seed: 0,
      count: 1,
      width: 8,
      height: 8,
      sampler: 'ddim',
      steps,
      guidance: 1,
    },
    cut: [],
    notices: [],
    ms: { text: 0, paint: 0, decode: 0, embed: 0 },
    caches: { texts: { hits: 1, misses: 1 }, sessions: { hits: 3, misses: 2 } },
  };
}
