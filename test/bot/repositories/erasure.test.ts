import { beforeEach, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import {
  addAestheticImages,
  blendAesthetics,
  createAesthetic,
  findVersion,
  imageKeys,
  insertContest,
  insertReport,
  insertWarning,
  openStore,
  ttl,
  writeAudit,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { createPrivacy } from '../../../src/bot/services/privacy.js';
import { dump } from '../support/dump.js';
import { generation, image, pack, pictures, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const guildId = '1';
const [ann, bob] = ['900000000000000011', '900000000000000022'];
const hex = (...values: number[]): string => Buffer.from(Float32Array.from(values).buffer).toString('hex');

describe.each(modes)('what is erased, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;

  beforeEach(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
    return async () => {
      await store.close();
      await testStore.remove();
    };
  });

  const privacy = () => createPrivacy(store, Date.now);
  const words = async (texts: readonly (string | RegExp)[]): Promise<(string | RegExp)[]> => {
    const all = await dump(store, testStore);
    return texts.filter((text) => (typeof text === 'string' ? all.includes(text) : text.test(all)));
  };

  /** A delivered request of Ann's with everything that may be known of it; what tells of it. */
  async function aRequest(): Promise<{ readonly id: string; readonly secrets: readonly string[] }> {
    const imagineOptions = {
      prompt: 'a quokka on stilts',
      negative: 'umbrellas',
      start: { key: 'x.start', keep: 0.5 },
    };
    const { id, pictureIds } = await pictures(store, { guildId, askerId: ann, imagineOptions });
    const uuid = uuidOf(id);
    const recipe = { prompt: imagineOptions.prompt, negative: imagineOptions.negative };
    const told = { outcome: { recipe, cut: ['stilts'] }, error: { kind: 'bug', text: 'umbrellas' } };
    await store.client.generation.update({ where: { id: uuid }, data: { ...told, progress: { said: 'quokka' } } });
    await store.client.generatedImage.updateMany({
      where: { id: uuidOf(pictureIds[0]) },
      data: {
        vector: Buffer.from(Float32Array.of(4.25, 8.5, 1.125).buffer),
        thumbnail: Buffer.from('quokka thumbnail'),
      },
    });
    await insertReport(store.client, guildId, id, bob, Date.now());
    await insertWarning(store.client, { guildId, memberId: ann, prompt: imagineOptions.prompt }, Date.now());
    await writeAudit(
      store.client,
      { guildId, action: 'warn', actorId: bob, memberId: ann, generationId: id },
      Date.now(),
    );
    await store.images.put(imageKeys.picture(id, 0), Buffer.from('quokka picture'), ttl.pictureMs);
    await store.images.put(imageKeys.preview(id), Buffer.from('quokka preview'), ttl.previewMs);
    await store.images.put('x.start', Buffer.from('quokka start'), ttl.startMs);
    const ofPictures = ['quokka thumbnail', 'quokka picture', 'quokka preview'];
    const secrets = ['quokka on stilts', 'umbrellas', hex(4.25, 8.5, 1.125), ...ofPictures.map(asHex)];
    return { id, secrets };
  }
  const asHex = (text: string): string => Buffer.from(text).toString('hex');

  it('of deleted pictures: no prompt, no vector, no picture, in any table or in the store', async () => {
    const { id, secrets } = await aRequest();
    expect(await words(secrets)).toEqual(secrets);
    expect(await privacy().deletePictures('2', id)).toBe(false);
    expect(await words(secrets)).toEqual(secrets);
    expect(await privacy().deletePictures(guildId, id)).toBe(true);
    expect(await words(secrets)).toEqual([]);
    expect(await store.client.report.count()).toBe(0);
    expect(await store.client.memberWarning.count()).toBe(1);
  });

  it('of a member: no id, prompt, name, note, vector or picture, in what is others’ either', async () => {
    const { secrets } = await aRequest();
    const made = { guildId, creatorId: ann, name: 'Zwielicht', note: 'over the moor', kind: 'mean' } as const;
    const id = await createAesthetic(store.client, { ...made, images: [image(0.375, 2.75, 5.5)] }, pack);
    const version = (await findVersion(store.client, guildId, id, 1))!;
    await store.client.aestheticVersion.update({
      where: { id: version.id },
      data: { card: Buffer.from('card of dusk'), cardFacts: { seed: 1, columns: [] } },
    });
    await store.client.aestheticShare.create({
      data: { aestheticId: uuidOf(id), versionId: version.id, codeHash: 'hash of a code' },
    });
    await othersWith(id, version.id);
    const title = { title: 'Best of Zwielicht', channelId: '2', aestheticId: id, closesAt: Date.now() };
    await insertContest(store.client, { guildId, creatorId: bob, ...title }, Date.now());
    await insertContest(store.client, { guildId, creatorId: ann, ...title, title: 'Annual' }, Date.now());
    await store.client.memberTaste.create({ data: { guildId, memberId: ann } });
    await store.client.memberBlock.create({ data: { guildId, memberId: ann } });
    const all = [
      ...secrets,
      // But what somebody else wrote.
      ...[
        /Zwielicht(?!spiel)/,
        'over the moor',
        '0.375,2.75,5.5',
        'Annual',
        ann,
        hex(0.375, 2.75, 5.5),
        asHex('card of dusk'),
      ],
      ...['hash of a code', asHex('quokka start')],
    ];
    expect(await words(all)).toEqual(all);
    await privacy().erase(ann);
    expect(await words(all)).toEqual([]);
    // What Bob wrote himself stays his.
    expect(await words(['an otter of his', 'His own', 'a Zwielichtspiel'])).toHaveLength(3);
  });

  /** What Bob has that names Ann's aesthetic, or is made of it. */
  async function othersWith(id: string, versionUuid: string): Promise<void> {
    const label = { id, name: 'Zwielicht', version: 1 };
    const before = { ...label, name: 'Zwielicht of before' };
    const outcome = {
      recipe: { prompt: 'an otter of his', aesthetic: 'Zwielicht@1' },
      notices: [{ name: 'Zwielicht' }],
    };
    const error = { kind: 'user', reason: { code: 'erasedVersion', params: { label: 'Zwielicht@1' } } };
    const ask = async (imagineOptions: object, data: object = {}) => {
      const { id: made } = await generation(store, { guildId, askerId: bob, imagineOptions, versionUuid });
      await store.client.generation.update({ where: { id: uuidOf(made) }, data });
    };
    await ask({ prompt: 'a Zwielichtspiel', aesthetic: label }, { outcome, error });
    await ask({ aesthetic: before });
    await ask({ duel: { sides: [label, null], minutes: 5 } }, { aestheticVersionId: null });
    const said = `**Zwielicht** by <@${ann}>`;
    await ask({ card: { prompts: [], said, before: label } }, { background: true, aestheticVersionId: null });
    const own = { guildId, creatorId: bob, name: 'His own', note: '', kind: 'mean' } as const;
    const his = await createAesthetic(store.client, { ...own, images: [image(1, 0, 0)] }, pack);
    await addAestheticImages(store.client, guildId, his, ann, [image(0.5, 0.25, 7.75)]);
    const parts = [
      { id, version: 1, weight: 1 },
      { id: his, version: 1, weight: 1 },
    ];
    await blendAesthetics(store.client, { guildId, creatorId: bob, name: 'Mixed', note: '', parts }, pack);
  }
});
