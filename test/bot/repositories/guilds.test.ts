import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aestheticById,
  changeGuildSettings,
  createAesthetic,
  deleteAesthetic,
  ensureGuild,
  findFact,
  generationById,
  guildSettings,
  leaveGuild,
  openStore,
  purgeGuilds,
  reconcileGuilds,
  rememberFact,
  returnToGuild,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { saying } from '../../support/inWords.js';
import { generation, image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('guilds, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  const change = (given: Parameters<typeof changeGuildSettings>[2]) =>
    changeGuildSettings(store.client, '1', given, 'tiny');

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });

  it('keeps what was chosen, and goes back to the default by null', async () => {
    const defaults = await guildSettings(store.client, '1', 'tiny');
    expect(defaults).toEqual({
      pack: 'tiny',
      loras: [],
      memberCap: 4,
      guildCap: 40,
      aestheticCap: 1_000,
      cards: true,
      keepImages: true,
      channelIds: [],
      creators: 'everyone',
      uncheckedEverywhere: false,
      checkEverywhere: false,
      rules: { accountDays: 0, memberDays: 0, roles: [], words: [], blocked: [], warned: [] },
    });
    const given = { guildId: '1', creatorId: '7', name: 'Home', note: '', kind: 'mean' } as const;
    const id = await createAesthetic(store.client, { ...given, images: [image(1, 0, 0)] }, pack);
    const aesthetic = { id, name: 'Home', version: 1 };
    const chosen = {
      aesthetic,
      strength: 'strong',
      loras: [{ name: 'ink', scale: 0.5 }],
      memberCap: 2,
      guildCap: 9,
      aestheticCap: 50,
      channelIds: ['5'],
      creators: { roleId: '6' },
      uncheckedEverywhere: true,
      checkEverywhere: true,
      cards: false,
      keepImages: false,
    } as const;
    expect(await change(chosen)).toEqual({ pack: 'tiny', rules: defaults.rules, ...chosen });
    expect((await change({ strength: 0.25 })).strength).toBe(0.25);
    await deleteAesthetic(store.client, '1', id, Date.now());
    expect(await guildSettings(store.client, '1', 'tiny')).not.toHaveProperty('aesthetic');
    expect(
      await change({
        aesthetic: null,
        strength: null,
        loras: null,
        memberCap: null,
        guildCap: null,
        aestheticCap: null,
        channelIds: null,
        creators: null,
        uncheckedEverywhere: null,
        checkEverywhere: null,
        cards: null,
        keepImages: null,
      }),
    ).toEqual(defaults);
  });

  it('refuses caps out of range and packs that nobody serves', async () => {
    for (const memberCap of [0, -1, 1.5, 1001])
      await expect(change({ memberCap })).rejects.toThrow(saying('a limit is a whole number'));
    await expect(change({ pack: 'nowhere' })).rejects.toThrow(saying('no pack called nowhere'));
  });

  it('removes a guild with all that is its own, a while after the bot left', async () => {
    const row = await generation(store, { guildId: '2' });
    const given = { guildId: '2', creatorId: '7', name: 'Theirs', note: '', kind: 'mean' } as const;
    const id = await createAesthetic(store.client, { ...given, images: [image(1, 0, 0)] }, pack);
    const { client } = store;
    const sources = () => client.aestheticImage.count({ where: { aesthetic: { guildId: '2' } } });
    expect(await sources()).toBe(1);
    await leaveGuild(store.client, '2', 1_000);
    expect(await purgeGuilds(store.client, 1_000)).toBe(0);
    expect(await purgeGuilds(store.client, 1_001)).toBe(1);
    expect(await generationById(store.client, row.id)).toBeUndefined();
    expect(await aestheticById(client, '2', id, pack, true)).toBeUndefined();
    expect(await sources()).toBe(0);
    expect(await client.guild.findUnique({ where: { id: '2' } })).toBeNull();
  });

  const leftIds = async (): Promise<string[]> => {
    const rows = await store.client.guild.findMany({ where: { leftAt: { not: null } }, orderBy: { id: 'asc' } });
    return rows.map(({ id }) => id);
  };

  it('keeps a guild that the bot comes back to within that time', async () => {
    const row = await generation(store, { guildId: '3' });
    await leaveGuild(store.client, '3', 1_000);
    await returnToGuild(store.client, '3');
    expect(await purgeGuilds(store.client, 1_001)).toBe(0);
    expect(await generationById(store.client, row.id)).toBeDefined();
  });

  it('marks those of a shard that Discord does not name, and no others', async () => {
    // (id >> 22) % 2 is 0, 1, 0, 1.
    const [even, odd, evenToo, oddToo] = [2, 3, 4, 5].map((n) => String(BigInt(n) << 22n));
    for (const id of [even, odd, evenToo, oddToo]) await ensureGuild(store.client, id);
    await leaveGuild(store.client, evenToo, 1_000);
    await leaveGuild(store.client, oddToo, 1_000);
    const shard = { index: 0, count: 2 };
    expect(await reconcileGuilds(store.client, shard, [evenToo], 2_000)).toMatchObject({ returned: 1 });
    expect(await leftIds()).toEqual(expect.arrayContaining([even, oddToo]));
    expect(await leftIds()).not.toEqual(expect.arrayContaining([odd]));
    expect(await leftIds()).not.toEqual(expect.arrayContaining([evenToo]));
    // A second time changes nothing: the grace runs from when it was first missed.
    expect(await reconcileGuilds(store.client, shard, [evenToo], 9_000)).toEqual({ left: 0, returned: 0 });
    expect(await store.client.guild.findUnique({ where: { id: even } })).toMatchObject({ leftAt: new Date(2_000) });
    const all = [even, odd, evenToo, oddToo, '1'];
    expect(await reconcileGuilds(store.client, { index: 0, count: 1 }, all, 9_000)).toMatchObject({ returned: 2 + 1 });
  });

  it('takes thousands of guilds', async () => {
    const ids = Array.from({ length: 2_500 }, (_, i) => String(BigInt(i + 100) << 22n));
    await store.client.$executeRaw`INSERT INTO guild (id) SELECT unnest(${ids}::text[])`;
    const shard = { index: 0, count: 1 };
    expect((await reconcileGuilds(store.client, shard, [], 5_000)).left).toBeGreaterThanOrEqual(2_500);
    expect((await reconcileGuilds(store.client, shard, ids, 5_000)).returned).toBe(2_500);
    await store.client.$executeRaw`DELETE FROM guild WHERE id = ANY(${ids}::text[])`;
  });

  it('remembers facts', async () => {
    expect(await findFact(store.client, 'x')).toBeUndefined();
    await rememberFact(store.client, 'x', 'a');
    await rememberFact(store.client, 'x', 'b');
    expect(await findFact(store.client, 'x')).toBe('b');
  });
});
