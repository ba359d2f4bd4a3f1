import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptPicture } from '../../../src/bot/worker/thumbnails.js';
import { cosine, openEngine } from '../../../src/engine/index.js';
import type { Engine } from '../../../src/engine/index.js';
import { goldenData } from '../../support/golden.js';

const folder = join(goldenData, 'images');
const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(jpe?g|png|webp)$/i.test(name));

let engine: Engine;
beforeAll(async () => (engine = await openEngine('models/demo', { device: 'cpu' })));
afterAll(() => engine.close());

describe('a picture that is kept stands in for its image', () => {
  test.each(names)('%s', async (name) => {
    const image = join(folder, name);
    const [small] = await engine.thumbnails([image], keptPicture);
    expect(small.length).toBeLessThanOrEqual(40_000);
    const [original, kept] = await engine.embedImages([image, small]);
    expect(cosine(original, kept)).toBeGreaterThanOrEqual(0.98);
  });
});
