import { describe, expect, test } from 'vitest';
import { GraphError, SessionError, UserError } from '../../../src/engine/errors.js';
import * as o from '../../../src/engine/graph/ops.js';
import { input } from '../../../src/engine/graph/tensor.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import type { Session } from '../../../src/engine/runtime/session.js';
import { createSessionCache } from '../../../src/engine/runtime/sessionCache.js';

/** A real session that doubles [n]. */
function open(): Promise<Session> {
  const x = input('x', ['n']);
  return openSession({ inputs: [x], outputs: { y: o.mul(x, 2) } });
}
const double = async (session: Session): Promise<number> => {
  const { y } = await session.run({ x: { data: Float32Array.of(21), dims: [1] } });
  return y.data[0] as number;
};

describe('a session', () => {
  // What that gives back is measured by `npm run bench -- sessions`.
  test('that is released runs no more', async () => {
    const session = await open();
    expect(await double(session)).toBe(42);
    await session.release();
    await expect(double(session)).rejects.toThrow();
  });

  test('names an input that is not fed', async () => {
    const session = await open();
    await expect(session.run({})).rejects.toThrow(new GraphError('session input x is not fed'));
    await session.release();
  });

  test('says what ONNX Runtime says when a run fails, as a GraphError', async () => {
    const session = await open();
    const failure: unknown = await session
      .run({ x: { data: Float32Array.of(1, 2), dims: [1, 2] } })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SessionError);
    expect(failure).toBeInstanceOf(GraphError);
    expect(failure).toMatchObject({ name: 'SessionError', message: expect.stringContaining('rank') as string });
    await session.release();
  });
});

describe('the session cache', () => {
  /** Resident memory as the test says: it grows by `size` whenever a session opens, and falls when one is released. */
  function cacheOf(together: number, options: { size?: number; estimate?: number; alone?: number } = {}) {
    const { size = 10, alone = Infinity } = options;
    const { estimate = size } = options;
    const state = { resident: 1_000, opened: [] as string[], released: 0 };
    const cache = createSessionCache({ together, alone }, () => state.resident);
    const use = (name: string, work = double): Promise<number> =>
      cache.with(
        name,
        () => ({
          size: { opening: estimate, open: estimate },
          open: async () => {
            const session = await open();
            state.resident += size;
            state.opened.push(name);
            const release = async (): Promise<void> => {
              await session.release();
              state.resident -= size;
              state.released += 1;
            };
            return { ...session, release };
          },
        }),
        work,
      );
    const names = (): string[] => cache.list().map(({ name }) => name);
    return { cache, use, state, names };
  }

  test('opens a session once, and keeps it', async () => {
    const { cache, use, state } = cacheOf(100);
    expect([await use('a'), await use('a'), await use('b')]).toEqual([42, 42, 42]);
    expect(state.opened).toEqual(['a', 'b']);
    expect(cache.counts).toEqual({ hits: 1, misses: 2 });
    expect(cache.list()).toEqual(['a', 'b'].map((name) => ({ name, bytes: 10, estimate: 10, opened: 10 })));
    await cache.close();
    expect(cache.list()).toEqual([]);
  });

  test('makes room before it opens one, of those used longest ago', async () => {
    const { cache, use, state, names } = cacheOf(25);
    for (const name of ['a', 'b', 'a']) await use(name);
    const seen = await cache.with(
      'c',
      () => ({
        size: { opening: 10, open: 10 },
        open: () => {
          expect([names(), state.released]).toEqual([['a', 'c'], 1]);
          return open();
        },
      }),
      double,
    );
    expect(seen).toBe(42);
    await cache.close();
  });

  test('closes all others for one that takes the whole budget', async () => {
    const { cache, use, names } = cacheOf(25);
    for (const name of ['a', 'b']) await use(name);
    await cache.with('large', () => ({ size: { opening: 25, open: 25 }, open }), double);
    expect(names()).toEqual(['large']);
    await cache.close();
  });

  test('refuses one that could never fit, with numbers, before it opens, and closes nothing for it', async () => {
    const { cache, use, state, names } = cacheOf(2e9, { estimate: 1e6, alone: 4e9 });
    await use('a');
    const size = { opening: 5.25e9, open: 5e9 };
    const refused = cache.with('unet fp32', () => ({ size, open }), double);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(
      'the model "unet fp32" would take 5.25 GB while it opens, and 4.00 GB are all',
    );
    expect([names(), state.released]).toEqual([['a'], 0]);
    await cache.close();
  });

  test('counts what was measured after the first use, and the estimate where a session hides in memory that was there', async () => {
    const grown = cacheOf(100, { size: 15, estimate: 10 });
    await grown.use('a', (session) => {
      grown.state.resident += 5;
      return double(session);
    });
    expect(grown.cache.list()).toEqual([{ name: 'a', bytes: 20, estimate: 10, opened: 15 }]);
    const hidden = cacheOf(100, { size: 0, estimate: 10 });
    await hidden.use('a');
    expect(hidden.cache.list()[0].bytes).toBe(10);
    await Promise.all([grown.cache.close(), hidden.cache.close()]);
  });

  test('does not count twice what opens while another is used for the first time', async () => {
    const { cache, use } = cacheOf(100);
    await use('unet', async (session) => {
      await use('preview');
      return double(session);
    });
    expect(cache.list().map(({ name, bytes }) => [name, bytes])).toEqual([
      ['unet', 10],
      ['preview', 10],
    ]);
    await cache.close();
  });

  test('releases the one used longest ago when one turned out larger than thought, never the last one', async () => {
    const { cache, use, names } = cacheOf(25, { size: 15, estimate: 10 });
    for (const name of ['a', 'b']) await use(name);
    expect(names()).toEqual(['b']);
    await cache.close();
  });

  test('counts a session whose first use was cancelled', async () => {
    const { cache, use, state } = cacheOf(100);
    const cancelled = new Error('cancelled');
    await expect(use('a', () => Promise.reject(cancelled))).rejects.toBe(cancelled);
    expect(cache.list()).toEqual([{ name: 'a', bytes: 10, estimate: 10, opened: 10 }]);
    expect(await use('a')).toBe(42);
    expect(state.opened).toEqual(['a']);
    await cache.close();
  });

  test('never releases a session in use', async () => {
    const { cache, use, names } = cacheOf(15);
    await use('held', async (session) => {
      await use('a');
      await use('b');
      expect(names()).toContain('held');
      return double(session);
    });
    await cache.close();
  });

  test('does not keep a session that failed to open', async () => {
    const { cache, use, names } = cacheOf(100);
    const failing = cache.with('a', () => Promise.reject(new Error('no memory')), double);
    await expect(failing).rejects.toThrow('no memory');
    expect(names()).toEqual([]);
    expect(await use('a')).toBe(42);
    await cache.close();
  });
});
