import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lockDataFolder } from '../../../src/bot/database/folderLock.js';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { vectorBytes, vectorOf } from '../../../src/bot/database/vectors.js';
import { openFileStore } from '../../../src/bot/repositories/imageStore.js';
import { buttonActions, customId, parseCustomId } from '../../../src/bot/views/customId.js';
import { saying } from '../../support/inWords.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'storage-'));
});
afterEach(() => rm(dir, { recursive: true }));

it('ids are UUIDv7 that ascend, and fit a custom_id', async () => {
  // They ascend from the last one of their module, whichever test made it.
  vi.resetModules();
  const { idOf, newId, ...ids } = await import('../../../src/bot/database/ids.js');
  const uuids = Array.from({ length: 9_000 }, () => ids.uuidOf(newId(1_700_000_000_000)));
  expect(uuids).toEqual([...uuids].sort());
  expect(new Set(uuids).size).toBe(uuids.length);
  expect(uuids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(uuids[0].replaceAll('-', '').slice(0, 12), 16)).toBe(1_700_000_000_000);
  const id = newId();
  expect(parseCustomId(customId('again', id), buttonActions)).toEqual({ action: 'again', id });
  expect(id).toHaveLength(22);
  expect(idOf(ids.uuidOf(id))).toBe(id);
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
  const store = await openFileStore(join(dir, 'images'), { now: () => now });
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

it('a file that is being written is swept away only when it never will be', async () => {
  let now = Date.now();
  const store = await openFileStore(join(dir, 'writing'), { now: () => now });
  await writeFile(join(dir, 'writing', 'a.0.part'), 'half');
  await store.sweep();
  expect(await readdir(join(dir, 'writing'))).toEqual(['a.0.part']);
  now += 11 * 60_000;
  await store.sweep();
  expect(await readdir(join(dir, 'writing'))).toEqual([]);
});

it('more than fits is refused, until what expired makes room', async () => {
  let now = Date.now();
  const store = await openFileStore(join(dir, 'full'), { now: () => now, budget: 10 });
  await store.put('a.0', new Uint8Array(6), 1_000);
  await expect(store.put('b.0', new Uint8Array(6), 1_000)).rejects.toThrow(saying('no room for more files'));
  await store.put('b.0', new Uint8Array(4), 9_000);
  now += 2_000;
  await store.put('c.0', new Uint8Array(6), 9_000);
  expect(await store.get('c.0')).toHaveLength(6);
  // What was deleted makes room, too.
  await store.delete(['b.0', 'c.0']);
  await store.put('d.0', new Uint8Array(10), 9_000);
});

it.skipIf(process.platform === 'win32')('the data folder and the files in it are for the bot alone', async () => {
  const data = join(dir, 'private');
  await mkdir(data, { mode: 0o755 });
  const unlock = await lockDataFolder(data);
  const store = await openFileStore(join(data, 'images'));
  await store.put('a.0', Uint8Array.of(1), 1_000);
  const modes = await Promise.all(
    ['', 'images', 'images/a.0'].map(async (path) => (await stat(join(data, path))).mode),
  );
  expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600']);
  await unlock();
});
