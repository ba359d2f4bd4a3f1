import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { idOf, newId, uuidOf } from '../../../src/bot/database/ids.js';
import { vectorBytes, vectorOf } from '../../../src/bot/database/vectors.js';
import { openFileStore } from '../../../src/bot/repositories/imageStore.js';
import { buttonActions, customId, parseCustomId } from '../../../src/bot/views/customId.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'storage-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('ids are UUIDv7 that ascend, and fit a custom_id', () => {
  const uuids = Array.from({ length: 9_000 }, () => uuidOf(newId(1_700_000_000_000)));
  expect(uuids).toEqual([...uuids].sort());
  expect(new Set(uuids).size).toBe(uuids.length);
  expect(uuids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(uuids[0].replaceAll('-', '').slice(0, 12), 16)).toBe(1_700_000_000_000);
  const id = newId();
  expect(parseCustomId(customId('again', id), buttonActions)).toEqual({ action: 'again', id });
  expect(id).toHaveLength(22);
  expect(idOf(uuidOf(id))).toBe(id);
});

it('what is no id of ours is the id of nothing', () => {
  for (const forged of ['', 'x', '../../../etc/passwd', "'; DROP TABLE guild", 'a'.repeat(23)])
    expect(uuidOf(forged)).toBe('00000000-0000-0000-0000-000000000000');
});

it('vectors survive their bytes', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true }), (vector) => {
      expect(vectorOf(vectorBytes(vector))).toEqual(vector);
    }),
  );
  expect([...vectorBytes(Float32Array.of(1))]).toEqual([0, 0, 128, 63]);
});

it('images are there until they expire, and then swept away', async () => {
  let now = Date.now();
  const store = await openFileStore(join(dir, 'images'), () => now);
  await store.put('a.0', Uint8Array.of(1), 1_000);
  await store.put('b.0', Uint8Array.of(2), 9_000);
  expect(await store.get('a.0')).toEqual(Buffer.of(1));
  now += 2_000;
  expect(await store.get('a.0')).toBeUndefined();
  await store.sweep();
  expect(await readdir(join(dir, 'images'))).toEqual(['b.0']);
  await store.delete(['b.0', 'never']);
  expect(await store.get('b.0')).toBeUndefined();
  for (const key of ['../x', 'a/b', '', '.'])
    await expect(store.put(key, Uint8Array.of(1), 1)).rejects.toThrow(RangeError);
});
