import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  decodeImage,
  openEngine,
  openPack,
  parseParameters,
  readPngText,
  UserError,
} from '../../../src/engine/index.js';
import type { Engine, ImagineRequest, Progress } from '../../../src/engine/index.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';
import { meanDifference } from '../../support/pictures.js';
import { writeTinyVae } from '../../support/tinyVae.js';

const plain = 'test/golden/models/tiny-lcm';
let copy: PackCopy;
let engine: Engine;
beforeAll(async () => {
  copy = await copyPack(plain);
  await writeTinyVae(join(copy.dir, 'vae_tiny'), 3);
  engine = await openEngine(copy.dir, { device: 'cpu' });
});
afterAll(async () => {
  await engine.close();
  await copy.remove();
});

const request: ImagineRequest = { prompt: 'a castle', seed: 3, steps: 2, size: { width: 32, height: 48 } };

describe('a pack with a tiny autoencoder', () => {
  test('decodes by it where that is asked for, and the recipe and the picture say so', async () => {
    const [full, tiny] = [await engine.imagine(request), await engine.imagine({ ...request, decoder: 'tiny' })];
    expect(full.recipe.decoder).toBeUndefined();
    expect(tiny.recipe.decoder).toBe('tiny');
    const { parameters } = readPngText(tiny.images[0].png);
    expect(parseParameters(parameters).recipe.decoder).toBe('tiny');
    const [a, b] = [await decodeImage(full.images[0].png), await decodeImage(tiny.images[0].png)];
    expect(meanDifference(a.data, b.data)).toBeGreaterThan(1);
  });

  test('shows previews as large as the picture, from the first picture on', async () => {
    const seen: Progress[] = [];
    await engine.imagine(request, { onProgress: (progress) => seen.push(progress) });
    const previews = seen.flatMap((one) => (one.stage === 'paint' && one.preview ? [one.preview] : []));
    expect(previews[0]).toMatchObject({ width: 32, height: 48 });
    expect(previews[0].rgb.length).toBe(32 * 48 * 3);
    expect(new Set(previews[0].rgb).size).toBeGreaterThan(10);
  });

  test('encodes a picture to start from by it, too', async () => {
    const start = { image: 'models/demo/examples/sunset/whale.jpg', keep: 0.5 };
    const [full, tiny] = [
      await engine.imagine({ ...request, start }),
      await engine.imagine({ ...request, start, decoder: 'tiny' }),
    ];
    expect(tiny.recipe).toEqual({ ...full.recipe, decoder: 'tiny' });
  });

  test('may take it by default', async () => {
    await writeFile(join(copy.dir, 'pack.json'), JSON.stringify({ defaults: { decoder: 'tiny' } }));
    const own = await openEngine(copy.dir, { device: 'cpu' });
    expect((await own.imagine(request)).recipe.decoder).toBe('tiny');
    expect((await own.imagine({ ...request, decoder: 'full' })).recipe.decoder).toBeUndefined();
    await own.close();
    await rm(join(copy.dir, 'vae_tiny'), { recursive: true });
    await expect(openPack(copy.dir)).rejects.toThrow('defaults.decoder is tiny, and there is no vae_tiny/');
  });
});

describe('a pack without one', () => {
  test('refuses it, and says where it would be looked for', async () => {
    const without = await openEngine(plain, { device: 'cpu' });
    const refusal = without.imagine({ ...request, decoder: 'tiny' });
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(/has no tiny decoder: put .*AutoencoderTiny.* into its vae_tiny\//);
    await without.close();
  });
});
