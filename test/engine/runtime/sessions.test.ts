import { describe, expect, test } from 'vitest';
import { GraphError } from '../../../src/engine/errors.js';
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
});

describe('the session cache', () => {
  /** Resident memory as the test says: it grows by `size` whenever a session opens. */
  function cacheOf(budget: number, size: number) {
    let [resident, opened] = [0, 0];
    const cache = createSessionCache(budget, () => resident);
    const use = (name: string, work = double): Promise<number> =>
      cache.with(
        name,
        () => {
          resident += size;
          opened += 1;
          return open();
        },
        work,
      );
    return { cache, use, opened: () => opened };
  }
  const names = (cache: ReturnType<typeof createSessionCache>): string[] => cache.list().map(({ name }) => name);

  test('opens a session once, and keeps it', async () => {
    const { cache, use, opened } = cacheOf(100, 10);
    expect([await use('a'), await use('a'), await use('b')]).toEqual([42, 42, 42]);
    expect(opened()).toBe(2);
    expect(cache.list()).toEqual([
      { name: 'a', bytes: 10 },
      { name: 'b', bytes: 10 },
    ]);
    await cache.close();
    expect(cache.list()).toEqual([]);
  });

  test('releases the one used longest ago when the budget is passed, never the last one', async () => {
    const { cache, use } = cacheOf(25, 10);
    for (const name of ['a', 'b', 'a', 'c']) await use(name);
    expect(names(cache)).toEqual(['a', 'c']);
    const tight = cacheOf(5, 10);
    await tight.use('large');
    expect(names(tight.cache)).toEqual(['large']);
    await Promise.all([cache.close(), tight.cache.close()]);
  });

  test('counts a session whose first use was cancelled', async () => {
    const { cache, use, opened } = cacheOf(100, 10);
    const cancelled = new Error('cancelled');
    await expect(use('a', () => Promise.reject(cancelled))).rejects.toBe(cancelled);
    expect(cache.list()).toEqual([{ name: 'a', bytes: 10 }]);
    expect(await use('a')).toBe(42);
    expect([opened(), cache.list()]).toEqual([1, [{ name: 'a', bytes: 10 }]]);
    await cache.close();
  });

  test('never releases a session in use', async () => {
    const { cache, use } = cacheOf(15, 10);
    await cache.with('held', open, async (session) => {
      await use('a');
      await use('b');
      expect(names(cache)).toContain('held');
      expect(await double(session)).toBe(42);
    });
    await cache.close();
  });

  test('does not keep a session that failed to open', async () => {
    const { cache, use } = cacheOf(100, 10);
    const failing = cache.with('a', () => Promise.reject(new Error('no memory')), double);
    await expect(failing).rejects.toThrow('no memory');
    expect(names(cache)).toEqual([]);
    expect(await use('a')).toBe(42);
    await cache.close();
  });
});
