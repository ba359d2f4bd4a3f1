import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import { generationById, openStore } from '../../../src/bot/repositories/index.js';
import type { Store, StoredGeneration } from '../../../src/bot/repositories/index.js';
import { paint } from '../../../src/bot/worker/paint.js';
import type { PaintContext } from '../../../src/bot/worker/paint.js';
import type { ImagineResult } from '../../../src/engine/index.js';
import { generation, publish } from '../support/rows.js';
import { silentPaintLog } from '../support/silentPaintLog.js';
import { modes, newTestStore } from '../support/stores.js';

const side = 8;

/** What the engine paints, without one. */
async function painted(): Promise<ImagineResult> {
  const png = await sharp({ create: { width: side, height: side, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const recipe = {
    prompt: 'a castle',
    negative: '',
    pack: 'tiny',
    mix: 1,
    seed: 42,
    count: 1,
    width: side,
    height: side,
  };
  return {
    images: [{ png, seed: 42, width: side, height: side, embedding: Float32Array.of(1, 0, 0) }],
    recipe: { ...recipe, sampler: 'ddim', steps: 1, guidance: 7 },
    textSteps: 0,
    device: 'cpu',
    precision: 'fp32',
    notices: [],
    cut: [],
    ms: { text: 0, paint: 0, decode: 0, embed: 0 },
  } as unknown as ImagineResult;
}

describe.each(modes)('a server that is away when a picture is painted, %s', (mode) => {
  /** A generation that was handed out, and a worker that keeps its pictures by `put`. */
  const handedOut = async (put: (given: Store['images']['put']) => Store['images']['put']) => {
    const place = await newTestStore(mode);
    const opened = await openStore(place.options);
    const store: Store = { ...opened, images: { ...opened.images, put: put(opened.images.put.bind(opened.images)) } };
    const queues = openQueues(opened, { jobFailed: () => undefined });
    onTestFinished(async () => {
      await queues.close();
      await opened.close();
      await place.remove();
    });
    await publish(store);
    const { id } = await generation(store);
    const data = { status: 'dispatched', dispatchedAt: new Date(), turn: 1 } as const;
    await store.client.generation.update({ where: { id: uuidOf(id) }, data });
    const result = await painted();
    const heard: string[] = [];
    const context = {
      store,
      queues,
      dispatcher: createDispatcher(store, queues),
      engines: {
        with: (_: string, use: (engine: unknown) => unknown) => use({ imagine: () => Promise.resolve(result) }),
      },
      ownPack: 'tiny',
      stepBack: () => Promise.reject(new Error('the engine opens')),
      now: Date.now,
      log: {
        ...silentPaintLog,
        painted: () => void heard.push('painted'),
        failed: (_: StoredGeneration, error: unknown) => void heard.push(`failed: ${String(error)}`),
        waits: (_: StoredGeneration, error: unknown) => void heard.push(`waits: ${String(error)}`),
      },
    } as unknown as PaintContext;
    return { store, id, heard, run: () => paint(context, { generationId: id }, new AbortController().signal) };
  };

  it('is waited for, and the picture is painted once more', async () => {
    let away = 2;
    const { store, id, heard, run } = await handedOut((put) => async (...given) => {
      if (away-- > 0) throw new Error('Connection is closed.');
      await put(...given);
    });
    await run();
    expect(heard).toEqual(['waits: Error: Connection is closed.', 'waits: Error: Connection is closed.', 'painted']);
    expect(await generationById(store.client, id)).toMatchObject({ status: 'painted', attempts: 1 });
  });

  it('is no excuse for what fails for another reason', async () => {
    const { store, id, heard, run } = await handedOut(() => () => Promise.reject(new TypeError('no bytes')));
    await run();
    expect(heard).toEqual(['failed: TypeError: no bytes']);
    expect(await generationById(store.client, id)).toMatchObject({ status: 'failed', error: { kind: 'bug' } });
  });
});
