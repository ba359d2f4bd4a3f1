import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRender } from '../../../src/bot/delivery/render.js';
import { errorData } from '../../../src/bot/errors.js';
import { say, textsFor } from '../../../src/bot/i18n/index.js';
import { generationById, openStore } from '../../../src/bot/repositories/index.js';
import type { Store, StoredGeneration } from '../../../src/bot/repositories/index.js';
import { escape } from '../../../src/bot/views/markdown.js';
import { without } from '../../support/without.js';
import { generation, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';
import { details, english, outcome, picture } from '../views/examples.js';
import { textOf } from '../views/messages.js';

describe.each(modes)('news of a request, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });

  const accepted = async (locale?: string): Promise<StoredGeneration> => {
    const { id } = await generation(store, locale === undefined ? {} : { locale });
    return (await generationById(store.client, id))!;
  };

  it('is told in the language of the server that it was accepted in', async () => {
    const render = createRender(store);
    const row = await accepted('es-419');
    const spanish = textsFor('es-ES');
    const { waiting, durations, failed } = spanish.pictures;
    const news = async (event: Parameters<typeof render>[0]) => textOf(await render(event));
    const position = { place: 2, seconds: 40 };
    expect(await news({ kind: 'place', generation: row, position })).toContain(waiting(2, durations.seconds(40)));
    const reason = errorData('lost');
    expect(await news({ kind: 'failed', generation: row, error: { kind: 'bug', reason } })).toMatch(
      new RegExp(`${failed} ${say(reason, spanish)}`, 'iu'),
    );
    const size = { side: 'width', pixels: 77, nearest: [64, 80], multiple: 16, min: 16, max: 2048 } as const;
    const impossible = errorData('sizeImpossible', size);
    expect(await news({ kind: 'failed', generation: row, error: { kind: 'user', reason: impossible } })).toContain(
      escape(spanish.errors.sizeImpossible(size)),
    );
    const told = { ...without(outcome, 'strip'), ms: { text: 1, paint: 1, decode: 1, embed: 1 }, notices: [], cut: [] };
    expect(await news({ kind: 'pictures', generation: row, outcome: told, pictures: [picture] })).toContain(
      spanish.pictures.cosine('0,21', '0,41'),
    );
    const aesthetic = { id: details.id, name: details.name, version: details.version };
    const ofCard = { ...row, imagineOptions: { ...row.imagineOptions, aesthetic } };
    expect(await news({ kind: 'card', generation: ofCard, card: { state: 'cancelled' } })).toContain(
      spanish.answers.cards.cancelled,
    );
  });

  it('is told in English for a row of an earlier version, which has no language', async () => {
    const row = await accepted();
    expect(row.reply).not.toHaveProperty('locale');
    expect(textOf(await createRender(store)({ kind: 'cancelled', generation: row }))).toContain(
      english.pictures.cancelled,
    );
  });
});
