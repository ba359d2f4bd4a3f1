import { expect, test, vi } from 'vitest';
import { BotError } from '../../../src/bot/errors.js';
import { ttl } from '../../../src/bot/repositories/index.js';
import { sharedEncodings } from '../../../src/bot/worker/sharedEncodings.js';

test('encodings are kept by the content of their pack, for a while', async () => {
  const kept = new Map<string, Uint8Array>();
  const images = {
    get: (key: string) => Promise.resolve(kept.get(key)),
    put: vi.fn((key: string, bytes: Uint8Array) => Promise.resolve(void kept.set(key, bytes))),
  };
  const log = { warn: vi.fn() };
  const [one, other] = ['c1', 'c2'].map((content) => sharedEncodings(images, content, log));
  await one.set('ab', Uint8Array.of(1));
  expect(images.put.mock.lastCall).toEqual(['c1.encoding.ab', Uint8Array.of(1), ttl.encodingMs]);
  expect(await one.get('ab')).toEqual(Uint8Array.of(1));
  expect(await other.get('ab')).toBeUndefined();
  expect(log.warn).not.toHaveBeenCalled();
});

test('a server that does not answer, or is full, is logged, and the engine computes', async () => {
  const images = {
    get: () => Promise.reject(new Error('Command timed out')),
    put: () => Promise.reject(new BotError('imageStoreFull')),
  };
  const log = { warn: vi.fn() };
  const store = sharedEncodings(images, 'c1', log);
  expect(await store.get('ab')).toBeUndefined();
  await store.set('ab', Uint8Array.of(1));
  expect(log.warn).toHaveBeenCalledTimes(2);
});
