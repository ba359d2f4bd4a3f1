import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isBlocked } from '../../../src/bot/blocks.js';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { removeExpired } from '../../../src/bot/queue/sweep.js';
import {
  createAesthetic,
  eraseMember,
  findGeneration,
  findNamedVersion,
  generationById,
  insertGeneration,
  openStore,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { createServices } from '../../../src/bot/services/index.js';
import { saying } from '../../support/inWords.js';
import { exportedText } from '../support/exported.js';
import { delivered, picturesOf, vote } from '../support/pictures.js';
import { image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const [guildId, moderator, ann, bob] = ['1', '90', '11', '22'];
const hourMs = 3_600_000;

describe.each(modes)('moderation, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  let services: ReturnType<typeof createServices>;
  let clock = Date.now();
  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options);
    await publish(store);
    const queues = { add: () => Promise.resolve() } as unknown as Parameters<typeof createDispatcher>[1];
    const now = (): number => clock;
    const dispatcher = createDispatcher(store, queues, now);
    services = createServices({ store, queues, dispatcher, defaultPack: pack.name, now });
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });
  beforeEach(async () => {
    await store.client.guild.deleteMany();
    clock += hourMs;
  });
  const rules = async () => (await services.settings.of(guildId)).rules;

  it('removes pictures until it is undone, and then they are the same with their votes', async () => {
    const { moderation } = services;
    const id = await delivered(store, { askerId: ann, messageId: '500' });
    await vote(store, id, bob, 1);
    const reported = await moderation.report(guildId, { messageId: '500' }, bob);
    expect(reported).toMatchObject({ generationId: id, askerId: ann, reporterIds: [bob], isRemoved: false });
    const removed = await moderation.act(guildId, moderator, id, 'remove');
    expect(removed.messages).toEqual([{ channelId: '2', messageId: '500' }]);
    expect(removed.actions).toMatchObject([{ action: 'remove', actorId: moderator, memberId: ann }]);
    expect(await findGeneration(store.client, guildId, id)).toBeUndefined();
    expect((await moderation.act(guildId, moderator, id, 'remove')).actions).toHaveLength(1);
    const undone = await moderation.undo(guildId, moderator, id);
    expect(undone).toMatchObject({
      isRemoved: false,
      actions: [{ isUndone: true }, { action: 'undo', detail: 'remove' }],
    });
    expect(await generationById(store.client, id)).toMatchObject({ state: 'waiting' });
    expect(await picturesOf(store, id)).toHaveLength(1);
    expect(await store.client.pictureVote.count()).toBe(1);
    await expect(moderation.undo(guildId, moderator, id)).rejects.toThrow(saying('There is nothing to undo'));
  });

  it('deletes for good what was removed a day ago', async () => {
    const id = await delivered(store, { askerId: ann });
    await services.moderation.act(guildId, moderator, id, 'remove');
    await removeExpired({ store, now: () => clock + 23 * hourMs });
    expect(await picturesOf(store, id)).toHaveLength(1);
    await removeExpired({ store, now: () => clock + 25 * hourMs });
    expect(await picturesOf(store, id)).toEqual([]);
    await expect(services.moderation.undo(guildId, moderator, id)).rejects.toThrow();
  });

  it('blocks, and warns once, and takes both back', async () => {
    const { moderation } = services;
    const id = await delivered(store, { askerId: ann });
    await moderation.act(guildId, moderator, id, 'block');
    await moderation.act(guildId, moderator, id, 'warn');
    expect(await rules()).toMatchObject({ blocked: [ann], warned: [ann] });
    await moderation.undo(guildId, moderator, id);
    expect(await rules()).toMatchObject({ blocked: [ann], warned: [] });
    await moderation.undo(guildId, moderator, id);
    expect((await rules()).blocked).toEqual([]);
    await moderation.act(guildId, moderator, id, 'warn');
    expect(await moderation.takeWarnings(guildId, ann)).toEqual(['a castle']);
    expect(await moderation.takeWarnings(guildId, ann)).toEqual([]);
    expect((await moderation.audit(guildId)).map(({ action }) => action)).toEqual([
      'warn',
      'undo',
      'undo',
      'warn',
      'block',
    ]);
  });

  it('refuses reports of nothing, of one’s own, and of another server’s', async () => {
    const id = await delivered(store, { askerId: ann, messageId: '501' });
    const { moderation } = services;
    await expect(moderation.report(guildId, { messageId: '404' }, bob)).rejects.toThrow(saying('no picture'));
    await expect(moderation.report(guildId, { messageId: '501' }, ann)).rejects.toThrow(saying('your own picture'));
    await expect(moderation.report('7', { messageId: '501' }, bob)).rejects.toThrow(saying('no picture'));
    await expect(moderation.report('7', { id }, bob)).rejects.toThrow(saying('no picture'));
    await expect(moderation.act('7', moderator, id, 'remove')).rejects.toThrow();
    await expect(moderation.report(guildId, { id: 'forged' }, bob)).rejects.toThrow(saying('no picture'));
    const [pictureId] = await picturesOf(store, id);
    expect((await moderation.report(guildId, { id: pictureId }, bob)).generationId).toBe(id);
  });

  it('keeps words out of prompts, names and notes', async () => {
    const { moderation } = services;
    await moderation.addWord(guildId, moderator, 'mist');
    const context = await services.context(guildId);
    const reply = { applicationId: '4', token: 't', issuedAt: 0, channelId: '2', messageId: '5' };
    const order = { context, channelId: '2', askerId: ann, reply, attachmentLimit: 1 };
    for (const given of [
      { name: 'M1st', note: '' },
      { name: 'dusk', note: 'in the m i s t' },
    ])
      await expect(
        services.makings.accept({
          ...order,
          what: { kind: 'create', of: 'mean', ...given },
          files: [],
          showsCard: false,
        }),
      ).rejects.toThrow(saying('“mist”'));
    for (const prompt of ['a míst over hills', 'a m(is:1.2)t', 'a {mi|mi}{st|st}', 'a {mist|fog}'])
      await expect(services.requests.accept({ ...order, imagineOptions: { prompt } }), prompt).rejects.toThrow(
        saying('“mist”'),
      );
    // What is not to be in a picture is written like a prompt: in /imagine, strips and duels.
    const { aestheticId: id } = await dusk();
    const label = { id, name: 'dusk', version: 1 };
    for (const more of [{}, { aesthetic: label, strip: true }, { duel: { sides: [label, null], minutes: 5 } }] as const)
      await expect(
        services.requests.accept({ ...order, imagineOptions: { prompt: 'hills', negative: 'no M1ST', ...more } }),
      ).rejects.toThrow(saying('“mist”'));
    expect(await store.client.generation.count()).toBe(0);
    await moderation.removeWord(guildId, moderator, 'mist');
    expect((await rules()).words).toEqual([]);
    await expect(moderation.removeWord(guildId, moderator, 'mist')).rejects.toThrow(saying('no word rule'));
  });

  it('counts a member’s quota over 24 hours, exactly', async () => {
    const given = {
      guildId,
      askerId: ann,
      pack: pack.name,
      imagineOptions: { prompt: 'a castle', aesthetic: null, seed: 1, count: 1 },
      reply: { applicationId: '4', channelId: '2', attachmentLimit: 1 },
      cost: 1,
    };
    const ask = (at: number, askerId = ann) =>
      insertGeneration(store.client, { ...given, askerId }, { memberCap: 100, guildCap: 100, dailyQuota: 3 }, at);
    const both = await Promise.allSettled([ask(clock), ask(clock), ask(clock), ask(clock)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(ask(clock + 23 * hourMs)).rejects.toThrow(saying('3 requests in the last 24 hours'));
    await ask(clock, bob);
    await ask(clock + 24 * hourMs + 1);
  });

  it('counts duels in a member’s quota, and refuses them beyond it', async () => {
    const context = await services.context(guildId);
    const { aestheticId: id } = await dusk();
    const reply = { applicationId: '4', token: 't', issuedAt: 0, channelId: '2', messageId: '5' };
    const duel = { sides: [{ id, name: 'dusk', version: 1 }, null], minutes: 5 } as const;
    const start = async () => {
      const order = { context, channelId: '77', parentChannelId: '2', askerId: ann, reply, attachmentLimit: 1 };
      const imagineOptions = { prompt: 'a castle', duel };
      const { generation, release } = await services.requests.accept({ ...order, dailyQuota: 1, imagineOptions });
      await release();
      return store.client.generation.findUniqueOrThrow({ where: { id: uuidOf(generation.id) } });
    };
    expect(await start()).toMatchObject({ channelId: '77', parentChannelId: '2' });
    await expect(start()).rejects.toThrow(saying('1 request in the last 24 hours'));
  });

  it('rules of roles, ages and channels are what the settings say', async () => {
    const { moderation } = services;
    await moderation.changeRules(guildId, moderator, {
      reportChannelId: '5',
      showcaseChannelId: '6',
      showcaseScore: 0.4,
      accountDays: 30,
      memberDays: 7,
      dailyQuota: 9,
    });
    await moderation.changeRole(guildId, moderator, '8', { dailyQuota: 20, exempt: false });
    await moderation.changeRole(guildId, moderator, '9', { dailyQuota: null, exempt: true });
    await moderation.changeRole(guildId, moderator, '10', { dailyQuota: null, exempt: true });
    await moderation.changeRole(guildId, moderator, '10', null);
    expect(await rules()).toEqual({
      reportChannelId: '5',
      showcase: { channelId: '6', score: 0.4 },
      accountDays: 30,
      memberDays: 7,
      dailyQuota: 9,
      roles: [
        { roleId: '8', dailyQuota: 20, exempt: false },
        { roleId: '9', exempt: true },
      ],
      words: [],
      blocked: [],
      warned: [],
    });
  });

  it('tells how fast votes came', async () => {
    const { aestheticId, versionUuid } = await dusk();
    const [first, second] = [
      await delivered(store, { askerId: ann, versionUuid }),
      await delivered(store, { askerId: ann, versionUuid }),
    ];
    await vote(store, first, bob, 1);
    await vote(store, second, bob, 1);
    await vote(store, first, '33', -1);
    await store.client.pictureVote.updateMany({ data: { votedAt: new Date(clock - 10_000) } });
    await store.client.aestheticVote.create({
      data: {
        guildId,
        aestheticId: uuidOf(aestheticId),
        memberId: bob,
        value: 1,
        own: false,
        votedAt: new Date(clock - 40 * 60_000),
      },
    });
    expect(await services.moderation.voteRates(guildId)).toEqual([
      { name: 'dusk', votes: 4, members: 2, busiest: 3, latest: 3 },
    ]);
  });

  it('goes with a member’s data: reports, warnings, and their id in audit log, contests and blocks', async () => {
    const { moderation } = services;
    const { aestheticId } = await dusk();
    const [anns, bobs] = [await delivered(store, { askerId: ann }), await delivered(store, { askerId: bob })];
    await moderation.report(guildId, { id: bobs }, ann);
    await moderation.act(guildId, moderator, anns, 'warn');
    await moderation.act(guildId, moderator, anns, 'block');
    await moderation.act(guildId, ann, bobs, 'remove');
    await store.client.contest.create({
      data: {
        id: uuidOf(anns),
        guildId,
        aestheticId: uuidOf(aestheticId),
        title: 'Dusk!',
        creatorId: ann,
        channelId: '2',
        closesAt: new Date(),
      },
    });
    const exported = await exportedText(store, ann);
    for (const there of ['"reports"', '"warnings"', '"blockedIn"', '"contests"', 'Dusk!', '"audit"'])
      expect(exported).toContain(there);
    await eraseMember(store.client, ann, clock);
    for (const table of ['report', 'member_warning', 'audit_entry', 'contest', 'member_block'])
      expect(await textOfTable(table)).not.toContain(`"${ann}"`);
    expect(await store.client.report.count()).toBe(0);
    expect(await store.client.memberWarning.count()).toBe(0);
    expect(isBlocked((await rules()).blocked, guildId, ann)).toBe(true);
    expect(await moderation.audit(guildId)).toHaveLength(3);
    await moderation.unblock(guildId, moderator, ann);
    expect((await rules()).blocked).toEqual([]);
  });

  async function dusk(): Promise<{ aestheticId: string; versionUuid: string }> {
    const made = { guildId, creatorId: bob, name: 'dusk', note: '', kind: 'mean', images: [image(1, 0, 0)] } as const;
    const aestheticId = await createAesthetic(store.client, made, pack);
    const version = await findNamedVersion(store.client, guildId, { id: aestheticId, version: 1 });
    return { aestheticId, versionUuid: version!.id };
  }

  async function textOfTable(table: string): Promise<string> {
    const rows = await store.client.$queryRawUnsafe<{ text: string }[]>(
      `SELECT row_to_json(t)::text AS text FROM ${table} t`,
    );
    return rows.map(({ text }) => text).join();
  }
});
