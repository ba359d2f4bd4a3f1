import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diversityMethods, openEngine, readAesthetic, sourceOf, UserError } from '../../../src/engine/index.js';
import type { AestheticTarget, Engine, ImagineRequest } from '../../../src/engine/index.js';

let engine: Engine;
let aesthetic: AestheticTarget;
beforeAll(async () => {
  engine = await openEngine('models/demo', { device: 'cpu' });
  const file = 'models/demo/aesthetics/gloomcore.safetensors';
  const read = readAesthetic(await readFile(file), file);
  aesthetic = { vector: read.vector, kind: read.kind, label: read.name, source: sourceOf(read)! };
});
afterAll(async () => {
  await engine.close();
});

const request = (changes: Partial<ImagineRequest> = {}): ImagineRequest => ({
  prompt: 'a castle',
  aesthetic,
  strength: 0.7,
  seed: 3,
  count: 2,
  steps: 2,
  size: { width: 64, height: 64 },
  ...changes,
});
const paint = async (changes?: Partial<ImagineRequest>): Promise<Buffer[]> =>
  (await engine.imagine(request(changes))).images.map(({ png }) => Buffer.from(png));

/** CLIP's embeddings of the pictures: what their bytes say, without the recipe. */
const embeddingsOf = async (changes?: Partial<ImagineRequest>): Promise<Float32Array[]> =>
  (await engine.imagine(request(changes))).images.map(({ embedding }) => embedding);

describe('diversity', () => {
  test('0 gives the bytes of a request without it', async () => {
    const { source, ...vectorAlone } = aesthetic;
    const without = await paint({ aesthetic: vectorAlone });
    for (const diversityMethod of diversityMethods)
      expect(await paint({ diversity: 0, diversityMethod }), diversityMethod).toEqual(without);
    expect(await paint({ diversity: 1 })).not.toEqual(without);
  });

  test.each(['bootstrap', 'sgld'] as const)(
    'by %s gives each picture the bytes that it has alone, by its own seed',
    async (diversityMethod) => {
      const how = { diversity: 0.8, diversityMethod };
      const together = await paint(how);
      expect(together).toEqual([
        ...(await paint({ ...how, count: 1 })),
        ...(await paint({ ...how, count: 1, seed: 4 })),
      ]);
      expect(together).not.toEqual(await paint());
    },
  );

  test('by repulsion says so where there is one picture, which it does not change', async () => {
    const said = { code: 'diversityOfOne' };
    expect((await engine.imagine(request({ diversity: 0.8, count: 1 }))).notices).toContainEqual(said);
    const others: Partial<ImagineRequest>[] = [
      { count: 1 },
      { diversity: 0.8 },
      { diversity: 0.8, count: 1, diversityMethod: 'bootstrap' },
    ];
    for (const other of others) expect((await engine.imagine(request(other))).notices).not.toContainEqual(said);
  });

  test('by repulsion leaves the first picture as it is, and pushes the others from those before', async () => {
    const how = { diversity: 0.8, count: 3 };
    const [plain, repelled] = [await embeddingsOf({ count: 3 }), await embeddingsOf(how)];
    expect(repelled[0]).toEqual(plain[0]);
    expect(repelled[1]).not.toEqual(plain[1]);
    expect(await embeddingsOf({ ...how, count: 2 })).toEqual(repelled.slice(0, 2));
    const oneByOne = await openEngine('models/demo', { device: 'cpu', batch: 1 });
    const { images } = await oneByOne.imagine(request(how));
    await oneByOne.close();
    expect(images.map(({ embedding }) => embedding)).toEqual(repelled);
  });

  test('reaches the strength towards what each picture aims at', async () => {
    const full = 0.55;
    const { cosine, recipe } = await engine.imagine(
      request({ diversity: 1, diversityMethod: 'bootstrap', strength: 1 }),
    );
    expect(cosine!.after).toBeGreaterThan(full - 0.006);
    expect(cosine!.after).toBeLessThan(full + 0.006);
    expect(recipe.diversity).toBe(1);
  });

  test('by bootstrap is refused without an aesthetic, or without two of its images', async () => {
    const refusal = (changes: Partial<ImagineRequest>): Promise<unknown> =>
      engine.imagine(request(changes)).catch((error: unknown) => error instanceof UserError && error.message);
    const how = { diversity: 0.5, diversityMethod: 'bootstrap' } as const;
    const { aesthetic: _, ...plain } = request(how);
    await expect(engine.imagine(plain)).rejects.toThrow('name one, or leave diversity out');
    const { source, ...vectorAlone } = aesthetic;
    expect(await refusal({ ...how, aesthetic: vectorAlone })).toContain('gloomcore keeps no images');
    const images = source!.images.slice(0, 1);
    expect(await refusal({ ...how, aesthetic: { ...aesthetic, source: { images } } })).toContain('keeps one image');
    expect(await refusal({ diversity: 1.1 })).toBe('diversity is 1.1; it goes from 0 to 1');
  });
});
