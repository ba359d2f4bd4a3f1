import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ambiguousPacks,
  findPublishedPack,
  listPublishedPacks,
  livePainters,
  newId,
  openStore,
  publishPack,
  removeWorker,
  reportWorker,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { PackFolders } from '../../../src/bot/worker/packFolders.js';
import { copyPack } from '../../support/packCopy.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const tiny = resolve('test/golden/models/tiny-lcm');

describe.each(modes)('packs of a process, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  let models: string;
  const log = { info: vi.fn(), warn: vi.fn() };
  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options);
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });
  beforeEach(async () => {
    models = await mkdtemp(join(tmpdir(), 'aesthete-models-'));
    vi.stubEnv('AESTHETE_MODELS', models);
    vi.clearAllMocks();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(models, { recursive: true });
  });

  const published = async (): Promise<string[]> => (await listPublishedPacks(store.client)).map(({ name }) => name);

  it('come in when they are added, without a restart', async () => {
    const folders = new PackFolders('demo');
    await folders.refresh(store, log, 1);
    expect(folders.get('demo')?.folder).toBe(resolve('models/demo'));
    expect(folders.get('added')).toBeUndefined();
    await symlink(tiny, join(models, 'added'));
    await folders.refresh(store, log, 2);
    expect(folders.get('added')?.folder).toBe(join(models, 'added'));
    expect(await published()).toContain('added');
    log.info.mockClear();
    await folders.refresh(store, log, 3);
    expect(log.info).not.toHaveBeenCalled();
  });

  it('are withdrawn when they are gone, and come back when another process has them still', async () => {
    const [one, other] = [new PackFolders('demo'), new PackFolders('demo')];
    await symlink(tiny, join(models, 'lent'));
    await one.refresh(store, log, 1);
    await other.refresh(store, log, 1);
    vi.stubEnv('AESTHETE_MODELS', join(models, 'elsewhere'));
    await one.refresh(store, log, 2);
    expect(one.get('lent')).toBeUndefined();
    expect(await published()).not.toContain('lent');
    vi.stubEnv('AESTHETE_MODELS', models);
    await other.refresh(store, log, 3);
    expect(await published()).toContain('lent');
  });

  it('whose name stands for other weights elsewhere are told apart: the log says it once, and what was published last takes requests until it is gone', async () => {
    await symlink(tiny, join(models, 'twice'));
    const folders = new PackFolders('demo');
    await folders.refresh(store, log, Date.now());
    const ours = folders.served().find(({ name }) => name === 'twice')!;
    expect((await findPublishedPack(store.client, 'twice'))?.contentId).toBe(ours.content);
    // Another worker comes, with other weights in a folder of that name.
    const theirs = { name: 'twice', content: 'e'.repeat(64) };
    const other = { id: newId(), slots: 1, device: 'cpu', packs: [theirs] };
    await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu', packs: [ours] }, Date.now());
    await reportWorker(store.client, other, Date.now());
    const published = (await findPublishedPack(store.client, 'twice'))!;
    await publishPack(store.client, { ...published, contentId: theirs.content }, Date.now());
    for (let times = 0; times < 2; times++) {
      await folders.compare(store, log, Date.now());
      await folders.refresh(store, log, Date.now());
    }
    expect(log.warn.mock.calls.filter(([of]) => (of as { pack?: string }).pack === 'twice')).toHaveLength(1);
    expect((await findPublishedPack(store.client, 'twice'))?.contentId).toBe(theirs.content);
    const live = await livePainters(store.client, Date.now());
    expect(ambiguousPacks(live)).toEqual(new Map([['twice', [ours.content, theirs.content].sort()]]));
    await removeWorker(store.client, other.id);
    await folders.compare(store, log, Date.now());
    await folders.refresh(store, log, Date.now());
    expect((await findPublishedPack(store.client, 'twice'))?.contentId).toBe(ours.content);
  });

  it('that are changed where they are come in anew', async () => {
    const { json } = await copyPack(tiny, join(models, 'changed'));
    const folders = new PackFolders('demo');
    await folders.refresh(store, log, 1);
    const before = folders.get('changed')?.signature;
    await writeFile(join(models, 'changed/pack.json'), '{ "title": "New" }');
    await folders.refresh(store, log, 2);
    expect(folders.get('changed')?.signature).not.toBe(before);
    expect((await findPublishedPack(store.client, 'changed'))?.settings.title).toBe('New');
    // One that was good before is left as it was published.
    await json('vae/config.json', (config) => void (config['latent_channels'] = 17));
    await folders.refresh(store, log, 3);
    await folders.refresh(store, log, 4);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('that are broken keep out nobody else, are proved and logged once, and come in when they are mended', async () => {
    await copyPack(tiny, join(models, 'broken'));
    await writeFile(join(models, 'broken/vae/config.json'), 'half a fi');
    await symlink(tiny, join(models, 'whole'));
    const folders = new PackFolders('demo');
    await folders.refresh(store, log, 1);
    await folders.refresh(store, log, 2);
    expect(log.warn.mock.calls.map(([about]) => (about as { pack: string }).pack)).toEqual(['broken']);
    expect(folders.get('whole')?.folder).toBe(join(models, 'whole'));
    await rm(join(models, 'broken'), { recursive: true });
    await symlink(tiny, join(models, 'broken'));
    await folders.refresh(store, log, 3);
    expect(folders.get('broken')?.folder).toBe(join(models, 'broken'));
  });

  it('without the one that was asked for are refused', async () => {
    await expect(new PackFolders('no-such').refresh(store, log, 1)).rejects.toThrow('no pack called no-such');
  });
});
