import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { changeGuildSettings, createAesthetic, currentAesthetic, openStore } from '../../src/bot/repositories/index.js';
import { keptPicture } from '../../src/bot/worker/thumbnails.js';
import { encodeSmallPicture } from '../../src/engine/image/smallPicture.js';
import { cosine, meanVector, openEngine } from '../../src/engine/index.js';
import { image, pack as olderPack, publish } from '../bot/support/rows.js';
import { aesthete, inTemporaryFolder, resultOf } from '../support/cli.js';

const folder = resolve('test/data/images/aivazovsky');
const pack = resolve('models/demo');
let dir: string;
let files: string[];
// No .env of whoever runs the tests.
inTemporaryFolder();

/** Of the aesthetics, by name. */
const ids = new Map<string, string>();
async function withStore<T>(work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const store = await openStore({ mode: 'embedded', dir });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aesthete-reembed-'));
  for (const name of ['DATABASE_URL', 'REDIS_URL']) vi.stubEnv(name, undefined);
  vi.stubEnv('AESTHETE_DATA', dir);
  vi.stubEnv('AESTHETE_PACK', pack);
  files = (await readdir(folder)).map((name) => join(folder, name));
  await withStore(async (store) => {
    await publish(store);
    const create = async (guildId: string, name: string, images: Parameters<typeof createAesthetic>[1]['images']) => {
      const given = { guildId, creatorId: '7', name, note: '', kind: 'mean' as const, images };
      ids.set(name, await createAesthetic(store.client, given, olderPack));
    };
    const pictures = await Promise.all(
      files.map(async (file) => encodeSmallPicture(await readFile(file), keptPicture)),
    );
    await create(
      '1',
      'Sea',
      pictures.map((picture, i) => ({ ...image(i, 1, 0), picture })),
    );
    await create('1', 'Lost', [image(1, 0, 0)]);
    await create('2', 'Elsewhere', [image(1, 0, 0)]);
    await changeGuildSettings(store.client, '2', { pack: olderPack.name }, olderPack.name);
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

const said = z.object({
  clipId: z.string(),
  aesthetics: z.array(
    z.object({ guild: z.string(), name: z.string(), outcome: z.string(), version: z.number().optional() }),
  ),
});

test('moves what has kept pictures, nearly as their images would, and says of the rest why not', async () => {
  const { code, stdout, stderr } = await aesthete('reembed', '--json', '--device', 'cpu');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { clipId, aesthetics } = said.parse(resultOf(stdout));
  expect(aesthetics).toEqual([
    { guild: '1', name: 'Sea', outcome: 'moved', version: 2 },
    { guild: '1', name: 'Lost', outcome: 'left', version: 1 },
    { guild: '2', name: 'Elsewhere', outcome: 'elsewhere' },
  ]);
  const moved = await withStore(({ client }) => currentAesthetic(client, ids.get('Sea')!));
  expect(moved.clipId).toBe(clipId);
  const engine = await openEngine(pack, { device: 'cpu' });
  const originals = await engine.embedImages(files);
  await engine.close();
  expect(cosine(moved.vector, meanVector(originals))).toBeGreaterThanOrEqual(0.98);
  for (const [i, vector] of moved.images!.entries()) expect(cosine(vector, originals[i])).toBeGreaterThanOrEqual(0.98);
});

test('passes over what it has moved, and moves a server with another pack where it is named', async () => {
  const { stdout } = await aesthete('reembed', '--device', 'cpu');
  expect(stdout).toContain('1 · Sea: version 2 fits already\n');
  expect(stdout).toContain('1 · Lost: left as it is: 1 of 1 kept pictures are missing');
  expect(stdout).toMatch(/: 0 moved, 1 fit already, 2 left as they are\n$/);
  const named = await aesthete('reembed', '--guild', '2', '--device', 'cpu');
  expect(named.stdout).toContain('2 · Elsewhere: left as it is: 1 of 1 kept pictures');
  expect(await aesthete('reembed', '--guild', '3')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('server 3 has no') as unknown,
  });
});

test('does nothing while a bot has the data folder', async () => {
  const { code, stderr } = await withStore(() => aesthete('reembed', '--device', 'cpu'));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^aesthete: the data folder .* in use by process/);
});
