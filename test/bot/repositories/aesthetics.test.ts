import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BotError } from '../../../src/bot/errors.js';
import {
  addAestheticImages,
  aestheticById,
  aestheticDetails,
  createAesthetic,
  currentAesthetic,
  deleteAesthetic,
  findAesthetic,
  findVersion,
  importAesthetic,
  listAesthetics,
  openStore,
  publishBuiltIn,
  purgeAesthetics,
  removeAestheticImage,
  renameAesthetic,
  restoreAesthetic,
  targetOf,
  undoMs,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { saying } from '../../support/inWords.js';
import { strangersTexts } from '../../support/strangersTexts.js';
import { generation, image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('aesthetics, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let guildId = '0';

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });

  const newGuild = (): string => (guildId = String(Number(guildId) + 1));
  const create = (name: string, images = [image(1, 0, 0), image(0, 1, 0)], kind: 'mean' | 'contrast' = 'mean') =>
    createAesthetic(store.client, { guildId, creatorId: '7', name, note: 'a note', kind, images }, pack);

  it('keeps the exact mean of the images, and versions that never change', async () => {
    newGuild();
    const id = await create('Glow');
    await addAestheticImages(store.client, guildId, id, '8', [image(0, 0, 3)]);
    const details = await aestheticDetails(store.client, guildId, id, pack);
    expect(details).toMatchObject({ name: 'Glow', version: 2, count: 3, kind: 'mean', note: 'a note', creatorId: '7' });
    expect(details?.images).toHaveLength(3);
    await removeAestheticImage(store.client, guildId, id, details!.images[0].id);
    const vectors = await Promise.all(
      [1, 2, 3].map(
        async (number) =>
          (await targetOf(store.client, (await findVersion(store.client, guildId, id, number))!.id, pack)).vector,
      ),
    );
    expect(vectors).toEqual([
      Float32Array.of(0.5, 0.5, 0),
      Float32Array.of(1 / 3, 1 / 3, 1),
      Float32Array.of(0, 0.5, 1.5),
    ]);
  });

  it("takes a contrast against the pack's reference, and steers by it under its name and version", async () => {
    newGuild();
    const id = await create('Dim', undefined, 'contrast');
    const version = await findVersion(store.client, guildId, id, 1);
    expect(await targetOf(store.client, version!.id, pack)).toEqual({
      vector: Float32Array.of(-0.5, -0.5, -1),
      kind: 'contrast',
      label: 'Dim@1',
      clipId: 'clip-a',
    });
  });

  it('has names once in a guild, whatever their case, and again when one is deleted', async () => {
    newGuild();
    const id = await create('Gloom');
    await expect(create(' GLOOM ')).rejects.toThrow(saying('there is already an aesthetic called GLOOM here'));
    expect((await findAesthetic(store.client, guildId, 'gLoOm', pack))?.id).toBe(id);
    await deleteAesthetic(store.client, guildId, id, Date.now());
    expect(await findAesthetic(store.client, guildId, 'gloom', pack)).toBeUndefined();
    await create('gloom');
    await expect(restoreAesthetic(store.client, guildId, id, Date.now())).rejects.toThrow(saying('called Gloom here'));
  });

  it('brings a deleted one back for 24 hours, then not', async () => {
    newGuild();
    const id = await create('Back');
    const now = Date.now();
    await deleteAesthetic(store.client, guildId, id, now);
    expect((await aestheticById(store.client, guildId, id, pack, true))?.name).toBe('Back');
    await expect(restoreAesthetic(store.client, guildId, id, now + undoMs + 1)).rejects.toThrow(
      saying('more than 24 hours ago'),
    );
    await restoreAesthetic(store.client, guildId, id, now + undoMs - 1);
    expect((await aestheticById(store.client, guildId, id, pack))?.name).toBe('Back');
  });

  it('forgets what was deleted when no recipe names it, and keeps what one does', async () => {
    newGuild();
    const [kept, gone] = [await create('Kept'), await create('Gone')];
    const version = await findVersion(store.client, guildId, kept, 1);
    await generation(store, { guildId, versionUuid: version!.id });
    for (const id of [kept, gone]) await deleteAesthetic(store.client, guildId, id, 1_000);
    expect(await purgeAesthetics(store.client, 2_000)).toBe(1);
    expect((await findVersion(store.client, guildId, kept, 1))?.vector).not.toBeNull();
    expect(await findVersion(store.client, guildId, gone, 1)).toBeNull();
  });

  it('lists the ready-made ones in every guild, most used first, and lets nobody change them or take their names', async () => {
    newGuild();
    const own = await create('Own');
    const [first, second] = await listAesthetics(store.client, guildId, pack);
    expect([first.name, second.name]).toEqual(['Mist', 'Own']);
    expect(first).not.toHaveProperty('creatorId');
    await generation(store, { guildId, versionUuid: (await findVersion(store.client, guildId, own, 1))!.id });
    expect((await listAesthetics(store.client, guildId, pack)).map(({ name, uses }) => [name, uses])).toEqual([
      ['Own', 1],
      ['Mist', 0],
    ]);
    expect((await listAesthetics(store.client, '999', pack)).map(({ name }) => name)).toEqual(['Mist']);
    await expect(create('mist')).rejects.toThrow(saying('“Mist” comes with the pack tiny'));
    await expect(renameAesthetic(store.client, guildId, own, 'MIST')).rejects.toThrow(saying('“Mist” comes with'));
    await expect(deleteAesthetic(store.client, guildId, first.id, 0)).rejects.toThrow(saying('cannot be changed'));
  });

  it('gives a ready-made one the next version when the pack brings another vector, under the same id', async () => {
    newGuild();
    const before = await findAesthetic(store.client, guildId, 'mist', pack);
    const mist = {
      name: 'Mist',
      kind: 'mean',
      vector: Float32Array.of(0, 0, 2),
      count: 4,
      clipId: pack.clipId,
    } as const;
    await publishBuiltIn(store.client, pack.name, [mist]);
    await publishBuiltIn(store.client, pack.name, [mist]);
    const after = await findAesthetic(store.client, guildId, 'mist', pack);
    expect(after).toMatchObject({ id: before!.id, version: before!.version + 1 });
  });

  it("finds a server's own before one that a pack has brought under the same name since", async () => {
    newGuild();
    const id = await create('Fantasy');
    const built = {
      name: 'fantasy',
      kind: 'mean',
      vector: Float32Array.of(1, 2, 3),
      count: 1,
      clipId: pack.clipId,
    } as const;
    const mist = { ...built, name: 'mist' };
    await publishBuiltIn(store.client, pack.name, [mist, built]);
    expect(await findAesthetic(store.client, guildId, 'fantasy', pack)).toMatchObject({ id });
    newGuild();
    expect(await findAesthetic(store.client, guildId, 'fantasy', pack)).toMatchObject({ name: 'fantasy' });
    await publishBuiltIn(store.client, pack.name, [mist]);
  });

  it('finds nothing of another guild, nor by an id that is none', async () => {
    newGuild();
    const id = await create('Mine');
    for (const [guild, wanted] of [
      ['999', id],
      [guildId, 'nonsense'],
      [guildId, '../../etc/passwd'],
    ]) {
      expect(await aestheticById(store.client, guild, wanted, pack)).toBeUndefined();
      expect(await findVersion(store.client, guild, wanted, 1)).toBeNull();
      await expect(renameAesthetic(store.client, guild, wanted, 'x')).rejects.toThrow(saying('no longer exists'));
    }
  });

  it('refuses images that are in it, more than 100, the last one taken away, and names that results could not record', async () => {
    newGuild();
    const id = await create('Few', [image(1, 2, 3)]);
    const add = (...images: ReturnType<typeof image>[]) => addAestheticImages(store.client, guildId, id, '7', images);
    await expect(add(image(1, 2, 3))).rejects.toThrow(saying('1 of these images is already in it'));
    await expect(add(...Array.from({ length: 100 }, (_, i) => image(i, 0, 9)))).rejects.toThrow(
      saying('would have 101 images; the maximum is 100'),
    );
    const [only] = (await aestheticDetails(store.client, guildId, id, pack))!.images;
    await expect(removeAestheticImage(store.client, guildId, id, only.id)).rejects.toThrow(
      saying('has only one image'),
    );
    for (const name of ['', '  ', '\u0007', 'a@b', 'x'.repeat(33), `z${'\u0301'.repeat(200)}`])
      await expect(create(name)).rejects.toThrow(saying(/name/));
  });

  it('imports a vector without images, refuses another length or CLIP, and then refuses images', async () => {
    newGuild();
    const given = { guildId, creatorId: '7', name: 'Imported', note: '' };
    const vector = Float32Array.of(3, 2, 1);
    const file = { name: 'x', kind: 'mean', vector, count: 1 } as const;
    const id = await importAesthetic(store.client, given, file, pack);
    expect((await currentAesthetic(store.client, id)).vector).toEqual(vector);
    await expect(addAestheticImages(store.client, guildId, id, '7', [image(1, 1, 1)])).rejects.toThrow(
      saying('only a vector'),
    );
    const other = { ...given, name: 'Other' };
    await expect(importAesthetic(store.client, other, { ...file, vector: Float32Array.of(1) }, pack)).rejects.toThrow(
      saying('has 1 numbers'),
    );
    await expect(importAesthetic(store.client, other, { ...file, clipId: 'clip-b' }, pack)).rejects.toThrow(
      saying('another CLIP'),
    );
  });

  it('refuses a file with more images than an aesthetic can have', async () => {
    newGuild();
    const images = Array.from({ length: 101 }, (_, i) => Float32Array.of(i, 1, 0));
    const file = { name: 'x', kind: 'mean', vector: Float32Array.of(1, 1, 0), count: 101, images } as const;
    await expect(
      importAesthetic(store.client, { guildId, creatorId: '7', name: 'Crowd', note: '' }, file, pack),
    ).rejects.toThrow(saying('101 images; the maximum is 100'));
  });

  it('takes every note and name that a file may bring, or says what is wrong with it', async () => {
    newGuild();
    const file = { name: 'x', kind: 'mean', vector: Float32Array.of(3, 2, 1), count: 1 } as const;
    const taken = [];
    for (const [n, text] of strangersTexts.entries())
      for (const given of [
        { name: `n${n}`, note: text },
        { name: text, note: '' },
      ]) {
        const made = await importAesthetic(store.client, { guildId, creatorId: '7', ...given }, file, pack).catch(
          (error: unknown) => {
            expect(error).toBeInstanceOf(BotError);
          },
        );
        if (made !== undefined) taken.push(given);
      }
    // Too long are two of each; names have no signs either.
    expect(taken.filter(({ note }) => note !== '')).toHaveLength(strangersTexts.length - 2);
    expect(taken.map(({ name }) => name)).toEqual(expect.arrayContaining(['نیم\u200cفاصله', '𝔤𝔩𝔬𝔬𝔪']));
  });

  it('a name with a joiner and the one without are the same', async () => {
    newGuild();
    await create('نیم\u200cفاصله');
    await expect(create('نیمفاصله')).rejects.toThrow(saying('already'));
  });

  it("lists those of another pack's CLIP as such, and says what to do", async () => {
    newGuild();
    const id = await create('Foreign');
    const other = { ...pack, clipId: 'clip-b' };
    expect((await aestheticById(store.client, guildId, id, other))?.unusable).toEqual(saying('make it again'));
  });

  it('counts versions up when three members change it at once', async () => {
    newGuild();
    const id = await create('Busy');
    await Promise.all(
      [1, 2, 3].map((x) =>
        store.client.$transaction((db) => addAestheticImages(db, guildId, id, `member ${x}`, [image(x, x, x)])),
      ),
    );
    expect(await aestheticById(store.client, guildId, id, pack)).toMatchObject({ version: 4, count: 5 });
  });
});
