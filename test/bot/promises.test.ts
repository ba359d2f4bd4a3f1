import { readFile } from 'node:fs/promises';
import { GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { idOf, uuidOf } from '../../src/bot/database/ids.js';
import { connect } from '../../src/bot/discord/client.js';
import { removeExpired } from '../../src/bot/queue/sweep.js';
import {
  changeGuildSettings,
  createAesthetic,
  eraseMember,
  forgetTaste,
  insertReport,
  insertWarning,
  leaveGuild,
  openStore,
  removeAestheticImage,
  switchTaste,
  takeWarnings,
  ttl,
  voteOnPicture,
  writeAudit,
} from '../../src/bot/repositories/index.js';
import type { Store } from '../../src/bot/repositories/index.js';
import { createPrivacy } from '../../src/bot/services/privacy.js';
import { customId } from '../../src/bot/views/customId.js';
import { createCommands } from '../../src/commands/index.js';
import { fakeServices } from '../commands/fakeServices.js';
import { openTestClient, words } from '../commands/testClient.js';
import { aDiscord } from '../playground/bot.js';
import { dump } from './support/dump.js';
import { image, pack, pictures, publish } from './support/rows.js';
import { newTestStore } from './support/stores.js';
import type { TestStore } from './support/stores.js';
import { generationId } from './views/examples.js';

/*
 * What docs/PRIVACY.md and docs/TERMS.md promise: of every line of the policy's table, that it goes when the line says. What is promised of whole
 * erasures is in repositories/erasure.test.ts.
 */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const ann = '900000000000000011';

let testStore: TestStore;
let store: Store;
beforeAll(async () => {
  testStore = await newTestStore('embedded');
  store = await openStore(testStore.options);
  await publish(store);
});
afterAll(async () => {
  await store.close();
  await testStore.remove();
});

let guilds = 0;
/** A server of its own with an aesthetic and a picture of Ann's. */
async function aServer() {
  const guildId = `70000000000000000${++guilds}`;
  const given = { guildId, creatorId: ann, name: 'Dusk', note: '', kind: 'mean' } as const;
  const kept = { ...image(1, 0, guilds), picture: Buffer.from(`kept ${guildId}`) };
  const aestheticId = await createAesthetic(store.client, { ...given, images: [kept, image(0, 1, guilds)] }, pack);
  const { id, pictureIds } = await pictures(store, {
    guildId,
    askerId: ann,
    imagineOptions: { prompt: `of ${guildId}` },
  });
  return { guildId, aestheticId, id, pictureId: pictureIds[0] };
}
const isThere = async (text: string): Promise<boolean> => (await dump(store, testStore)).includes(text);
const privacy = () => createPrivacy(store, Date.now);
const tidyAfter = (ms: number) => removeExpired({ store, now: () => Date.now() + ms });

async function goesWithItsPicture(): Promise<void> {
  const { guildId, id } = await aServer();
  expect(await isThere(`of ${guildId}`)).toBe(true);
  await privacy().deletePictures(guildId, id);
  expect(await isThere(`of ${guildId}`)).toBe(false);
  expect(await store.client.generatedImage.count({ where: { generationId: uuidOf(id) } })).toBe(0);
}

async function goesWithItsServer(): Promise<void> {
  const { guildId } = await aServer();
  await leaveGuild(store.client, guildId, Date.now());
  await tidyAfter(29 * dayMs);
  expect(await isThere(guildId)).toBe(true);
  await tidyAfter(31 * dayMs);
  expect(await isThere(guildId)).toBe(false);
}

/** By the beginning of its line. */
const lines: Readonly<Record<string, () => Promise<void> | void>> = {
  'your Discord user id': goesWithItsServer,
  'prompts and options': goesWithItsPicture,
  'of every painted picture': goesWithItsPicture,
  'of every image you give': async () => {
    const { guildId, aestheticId } = await aServer();
    const [first] = await store.client.aestheticImage.findMany({ where: { aestheticId: uuidOf(aestheticId) } });
    await removeAestheticImage(store.client, guildId, aestheticId, idOf(first.id));
    await tidyAfter(0);
    expect(await store.client.aestheticImage.count({ where: { id: first.id } })).toBe(0);
  },
  'a small copy of it': async () => {
    const { guildId } = await aServer();
    const copy = Buffer.from(`kept ${guildId}`).toString('hex');
    expect(await isThere(copy)).toBe(true);
    await changeGuildSettings(store.client, guildId, { keepImages: false }, pack.name);
    expect(await isThere(copy)).toBe(false);
  },
  'the files you give': () => {
    expect(ttl.attachmentMs).toBeLessThanOrEqual(60 * minuteMs);
  },
  'names and addresses': async () => {
    const { id } = await aServer();
    const given = `${id}.png`;
    const making = {
      what: { kind: 'create', name: 'Dawn', note: '', of: 'mean' },
      files: [{ name: given, url: '', bytes: 1 }],
    };
    await store.client.generation.update({
      where: { id: uuidOf(id) },
      data: { making: true, imagineOptions: { making }, deliveredAt: new Date() },
    });
    await tidyAfter(0);
    expect(await isThere(given)).toBe(true);
    await tidyAfter(120 * minuteMs);
    expect(await isThere(given)).toBe(false);
  },
  'a picture to start from': () => {
    expect(ttl.startMs).toBeLessThanOrEqual(120 * minuteMs);
  },
  'your votes': async () => {
    const { guildId, id, pictureId } = await aServer();
    const vote = { guildId, memberId: '5', id: pictureId, value: 1 } as const;
    const left = () => store.client.pictureVote.count({ where: { guildId } });
    await voteOnPicture(store.client, vote, Date.now());
    expect(await left()).toBe(1);
    await voteOnPicture(store.client, vote, Date.now());
    expect(await left()).toBe(0);
    await voteOnPicture(store.client, vote, Date.now());
    await privacy().deletePictures(guildId, id);
    expect(await left()).toBe(0);
  },
  'your reports of pictures': async () => {
    const { guildId, id } = await aServer();
    await insertReport(store.client, guildId, id, '5', Date.now());
    await insertWarning(store.client, { guildId, memberId: ann, prompt: `of ${guildId}` }, Date.now());
    await privacy().deletePictures(guildId, id);
    expect(await store.client.report.count({ where: { guildId } })).toBe(0);
    expect(await takeWarnings(store.client, guildId, ann, Date.now())).toEqual(['']);
  },
  'who among moderators': async () => {
    const { guildId } = await aServer();
    await writeAudit(store.client, { guildId, action: 'block', actorId: '61', memberId: '62' }, Date.now());
    for (const one of ['61', '62']) await eraseMember(store.client, one, Date.now());
    expect(await store.client.auditEntry.findMany({ where: { guildId } })).toMatchObject([
      { actorId: null, memberId: null },
    ]);
  },
  'requests that failed': async () => {
    const { guildId, id } = await aServer();
    await store.client.generation.update({
      where: { id: uuidOf(id) },
      data: { status: 'failed', finishedAt: new Date() },
    });
    await tidyAfter(89 * dayMs);
    expect(await isThere(`of ${guildId}`)).toBe(true);
    await tidyAfter(91 * dayMs);
    expect(await isThere(`of ${guildId}`)).toBe(false);
  },
  "that a server's moderators blocked you": async () => {
    const { guildId } = await aServer();
    await store.client.memberBlock.create({ data: { guildId, memberId: '63' } });
    await eraseMember(store.client, '63', Date.now());
    const [{ memberId }] = await store.client.memberBlock.findMany({ where: { guildId } });
    expect(memberId).toMatch(/^sha256:/);
  },
  'which picture you chose': async () => {
    const { guildId, pictureId } = await aServer();
    const choice = { guildId, memberId: '5', kind: 'best', subject: 'x', own: false, chosenAt: new Date() } as const;
    await store.client.choice.create({
      data: { ...choice, id: uuidOf(generationId), imageIds: [uuidOf(pictureId)], aestheticIds: [''], best: 0 },
    });
    await eraseMember(store.client, ann, Date.now());
    expect(await store.client.choice.count({ where: { guildId } })).toBe(0);
  },
  'where you switched `/taste` on': async () => {
    const { guildId } = await aServer();
    await switchTaste(store.client, guildId, '5', true);
    await forgetTaste(store.client, guildId, '5', Date.now());
    expect(await store.client.memberTaste.count({ where: { guildId } })).toBe(0);
  },
  'painted pictures': () => {
    expect(ttl.pictureMs).toBeLessThanOrEqual(120 * minuteMs);
  },
  'with Postgres and Redis: what the text model made': () => {
    expect(ttl.encodingMs).toBeLessThanOrEqual(30 * minuteMs);
  },
  'server id and its settings': goesWithItsServer,
  'log lines': async () => {
    const fake = fakeServices();
    const client = openTestClient(createCommands(fake.services));
    onTestFinished(() => client.close());
    fake.refusal = new Error('out of order');
    await client.slash('imagine', { prompt: 'a secret quokka' });
    expect(client.logged).toHaveLength(1);
    expect(JSON.stringify(client.logged)).not.toMatch(/quokka|token/);
  },
};

describe('PRIVACY.md', () => {
  test.each(Object.entries(lines))('%s …', async (_, holds) => {
    await holds();
  });

  test('no line of its table is without one of these', async () => {
    const text = await readFile('docs/PRIVACY.md', 'utf8');
    const [, , ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
    const kept = rows.map((row) => row.slice(2));
    expect(kept).not.toEqual([]);
    expect(kept.filter((row) => !Object.keys(lines).some((beginning) => row.startsWith(beginning)))).toEqual([]);
  });

  test('the bot reads no messages: it asks Discord for none', async () => {
    const { discord } = await aDiscord();
    const { token, api } = discord;
    const client = await connect({ token, api, onInteraction: () => Promise.resolve(), onError: () => undefined });
    onTestFinished(() => client.destroy());
    expect(client.options.intents.bitfield).toBe(GatewayIntentBits.Guilds);
  });
});

describe('TERMS.md', () => {
  const { ManageMessages, ManageGuild, UseApplicationCommands } = PermissionFlagsBits;
  function aBot() {
    const fake = fakeServices();
    const client = openTestClient(createCommands(fake.services));
    onTestFinished(() => client.close());
    return { fake, client };
  }

  test('4: pictures that nothing has checked are painted in age-restricted channels alone', async () => {
    const { fake, client } = aBot();
    fake.pack = { ...fake.pack, checked: false };
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(words(calls.at(-1)!)).toContain('age-restricted channels only');
    expect(fake.orders).toEqual([]);
  });

  test('5: moderators delete pictures with the button, and managers aesthetics', async () => {
    const { fake, client } = aBot();
    await client.press(customId('delete', generationId), { userId: '300', permissions: [ManageMessages] });
    const manager = { userId: '300', permissions: [ManageGuild, UseApplicationCommands] };
    await client.slash('aesthetic', { name: 'gloomcore' }, manager, 'delete');
    expect(fake.asked.map(([what]) => what)).toEqual(['deletePicture', 'delete']);
  });

  test('6: who breaks them is kept out', async () => {
    const { fake, client } = aBot();
    fake.settings = { ...fake.settings, rules: { ...fake.settings.rules, blocked: ['200'] } };
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(words(calls.at(-1)!)).toContain('blocked you');
    expect(fake.orders).toEqual([]);
  });
});
