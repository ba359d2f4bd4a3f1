import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { EngineHost, OpeningError } from '../../../src/bot/worker/engineHost.js';
import { SessionError } from '../../../src/engine/errors.js';

const entry = new URL('../../support/fixtureEngine.ts', import.meta.url);
let host: EngineHost;
let packs: Map<string, { folder: string; signature: string }>;

beforeEach(() => {
  packs = new Map(['one', 'two', 'refused'].map((name) => [name, { folder: `/packs/${name}`, signature: 'first' }]));
  host = new EngineHost(packs, { entry, onLog: () => undefined });
});
afterEach(() => host.close());

/** Paints until it is told to stop; `painting` once it has begun. */
function painting(pack: string): { began: Promise<void>; stop: () => void; ended: Promise<unknown> } {
  const abort = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  const began = new Promise<void>((begin) => {
    const how = {
      signal: abort.signal,
      onProgress: () => {
        begin();
      },
    };
    ended = host.with(pack, (engine) => engine.imagine({ prompt: 'hang' }, how)).catch(() => 'stopped');
  });
  return {
    began,
    stop: () => {
      abort.abort();
    },
    ended,
  };
}

const embed = (pack: string): Promise<Float32Array[]> => host.with(pack, (engine) => engine.embedImages(['four']));

describe('the host of the engine', () => {
  test('lets images be embedded while a picture of the same pack is painted', async () => {
    const { began, stop, ended } = painting('one');
    await began;
    const { pid } = host;
    await expect(embed('one')).resolves.toEqual([Float32Array.of(4, 0)]);
    expect(host.pid).toBe(pid);
    stop();
    await ended;
  });

  test('tells what each painting took of the caches, and nothing of what is embedded', async () => {
    const heard: unknown[] = [];
    const telling = new EngineHost(packs, {
      entry,
      onLog: () => undefined,
      onImagined: ({ caches }) => heard.push(caches),
    });
    onTestFinished(() => telling.close());
    await telling.with('one', (engine) => engine.embedImages(['four']));
    const painted = await telling.with('one', (engine) => engine.imagine({ prompt: 'a castle' }));
    expect(heard).toEqual([{ texts: { hits: 1, misses: 1 }, sessions: { hits: 3, misses: 2 } }]);
    expect(painted.caches).toBe(heard[0]);
  });

  test('opens a pack anew whose files have changed, once nobody uses what was open', async () => {
    const { began, stop, ended } = painting('one');
    await began;
    const { pid } = host;
    packs.set('one', { folder: '/packs/one', signature: 'second' });
    await embed('one');
    expect(host.pid).toBe(pid);
    stop();
    await ended;
    await embed('one');
    expect(host.pid).not.toBe(pid);
  });

  test('opens another pack when nobody uses the one that is open, and keeps the order in which they came', async () => {
    const { began, stop, ended } = painting('one');
    await began;
    const { pid } = host;
    const order: string[] = [];
    const other = embed('two').then(() => order.push('two'));
    const late = embed('one').then(() => order.push('one'));
    expect(host.pid).toBe(pid);
    stop();
    await Promise.all([ended, other, late]);
    expect(order).toEqual(['two', 'one']);
    expect(host.pid).not.toBe(pid);
  });

  test('opens a pack once for all who ask at the same time', async () => {
    const pids = await Promise.all([1, 2, 3].map(() => host.with('one', () => Promise.resolve(host.pid))));
    expect(new Set(pids).size).toBe(1);
  });

  test('goes on after a pack that is refused', async () => {
    const results = await Promise.allSettled([embed('refused'), embed('refused'), embed('one')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  test('takes a malformed program for a model that cannot be opened, and a run that failed for the request’s own failure', async () => {
    const imagine = (prompt: string) => host.with('one', (engine) => engine.imagine({ prompt }));
    await expect(imagine('GraphError')).rejects.toBeInstanceOf(OpeningError);
    await expect(imagine('SessionError')).rejects.toBeInstanceOf(SessionError);
  });
});
