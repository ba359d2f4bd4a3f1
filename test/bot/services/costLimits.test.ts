import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generation } from '../support/rows.js';
import { modes } from '../support/stores.js';
import { openTestServices } from '../support/testServices.js';
import type { TestServices } from '../support/testServices.js';

const guildId = '1';
const size = { width: 512, height: 512 };

/** A unit of cost, a step at 512 × 512 pixels, takes 100 ms; a request may take 60 s: 600 units. */
describe.each(modes)('what painting may take, %s', (mode) => {
  let bot: TestServices;
  let store: TestServices['store'];
  let services: TestServices['services'];

  beforeAll(async () => {
    bot = await openTestServices(mode, { requestSeconds: 60 });
    ({ store, services } = bot);
  });
  beforeEach(async () => {
    await store.client.generation.deleteMany();
    await generation(store, { cost: 1 });
    await store.client.generation.updateMany({
      data: { status: 'delivered', startedAt: new Date(0), finishedAt: new Date(100) },
    });
  });
  afterAll(() => bot.close());

  const ask = async (imagineOptions: object, askerId = '3'): Promise<void> => {
    const { release } = await services.requests.accept({
      context: await services.context(guildId),
      channelId: '2',
      askerId,
      imagineOptions: { prompt: 'a castle', ...imagineOptions },
      reply: { applicationId: '4', token: 't', issuedAt: Date.now(), channelId: '2', messageId: '5' },
      attachmentLimit: 10 * 2 ** 20,
    });
    await release();
  };
  const refusal = (asked: Promise<void>) => asked.then(() => undefined).catch((error: unknown) => error);

  it.each([
    [
      'fewer pictures',
      { size, count: 10, steps: 100 },
      { seconds: 101, most: 60, count: 5, width: 512, height: 512, steps: 100 },
    ],
    [
      'a smaller picture',
      { size: { width: 2048, height: 1024 }, count: 1, steps: 150 },
      { seconds: 121, most: 60, count: 1, width: 1024, height: 512, steps: 150 },
    ],
  ])('of one request is limited, and the refusal names what fits: %s', async (_what, options, params) => {
    expect(await refusal(ask(options))).toMatchObject({ data: { code: 'requestTooCostly', params } });
    const { count, width, height, steps } = params;
    await ask({ count, size: { width, height }, steps });
  });

  it('of a member’s and of a server’s waiting requests is limited as well', async () => {
    const half = { size, count: 5, steps: 100 };
    await ask(half);
    await ask(half);
    expect(await refusal(ask(half))).toMatchObject({
      data: { code: 'memberCost', params: { seconds: 51, waiting: 101, most: 120 } },
    });
    await ask({ size, count: 1, steps: 50 });
    await store.client.generation.updateMany({ where: { status: { not: 'delivered' } }, data: { cost: 2_000 } });
    expect(await refusal(ask(half, '4'))).toMatchObject({
      data: { code: 'guildCost', params: { seconds: 51, waiting: 600, most: 600 } },
    });
    // What is done does not count.
    await store.client.generation.updateMany({ data: { status: 'delivered' } });
  });
});
