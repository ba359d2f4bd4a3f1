import { beforeAll, describe, expect, test } from 'vitest';
import type { Pack } from '../../../src/engine/pack/pack.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { decodeLatents } from '../../../src/engine/pipeline/decode.js';
import { generateImages } from '../../../src/engine/pipeline/generate.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models, WithSession } from '../../../src/engine/pipeline/models.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { encodeStart } from '../../../src/engine/pipeline/start.js';
import type { Session, Value } from '../../../src/engine/runtime/session.js';
import type { FloatPrecision, Precision } from '../../../src/engine/types.js';

let pack: Pack;
let models: Models;
beforeAll(async () => {
  pack = await openPack('models/demo');
  models = await openModels(pack, { device: 'cpu', precision: 'fp16' });
});

/** Opens nothing: each run gives what the test says. */
const session =
  (run: (feeds: Parameters<Session['run']>[0]) => Record<string, Value>): WithSession =>
  (use) =>
    use({ run: (feeds) => Promise.resolve(run(feeds)), release: () => Promise.resolve() });

const floats = (length: number, value: number, last = value): Value => ({
  data: new Float32Array(length).fill(value).fill(last, length - 1),
  dims: [length],
});

describe('what overflows in fp16 is computed again in fp32:', () => {
  const shape = [4, 1, 1] as const;
  /** White in the last place, had infinity been cut to the range of pixels. */
  const decoder = (precision: FloatPrecision): WithSession =>
    session(() => ({ image: floats(12, -1, precision === 'fp16' ? Infinity : -1) }));

  test.each([undefined, 'tiny'] as const)('an infinite pixel, which would be white (decoder %s)', async (name) => {
    const fake = { ...models, decoder, tinyDecoder: decoder };
    const { pixels, notice } = await decodeLatents(fake, new Float32Array(4), shape, name);
    expect(Array.from(pixels)).toEqual(Array(12).fill(0));
    expect(notice).toEqual({ code: 'decodedInFp32' });
  });

  test('an infinite variance, which the program cuts', async () => {
    const encoder = (precision: FloatPrecision): WithSession =>
      session(() => ({ mean: floats(4, 1), logvar: floats(4, -20, precision === 'fp16' ? 20 : -20) }));
    const { deviation } = await encodeStart({ ...models, encoder }, new Float32Array(3), { width: 8, height: 8 });
    expect(deviation.every((v) => v === Math.fround(Math.exp(-10)))).toBe(true);
  });

  describe('a picture of which a step', () => {
    const unit = { width: 32, height: 32 };
    const none = new Float32Array(0);
    const paint = async (precision: Precision, steps: readonly number[]) => {
      let step = 0;
      const seen: string[] = [];
      const unet = (name: string, values: () => number): WithSession =>
        session(({ latents }) => {
          seen.push(name);
          return { sample: floats(latents!.data.length, 0, values()) };
        });
      const recipe = completeRequest({ prompt: 'a castle', seed: 5, steps: 3, size: unit, guidance: 1 }, pack, '');
      const fake: Models = {
        ...models,
        precision,
        unet: ({ precision: other } = {}) =>
          other === 'fp32' ? unet('exact', () => 0) : unet(precision, () => steps[step++]),
        decoder: () => session(() => ({ image: floats(3 * 32 * 32, 0) })),
      };
      const result = await generateImages(fake, recipe, { states: none, negative: none });
      return { ...result, seen };
    };

    test('is infinite or no number is painted anew, and that is said', async () => {
      const exact = await paint('fp32', [0, 0, 0]);
      for (const odd of [NaN, -Infinity]) {
        const { images, notices, seen } = await paint('fp16', [0, odd]);
        expect(seen).toEqual(['fp16', 'fp16', 'exact', 'exact', 'exact']);
        expect(notices).toEqual([{ code: 'paintedInFp32' }]);
        expect(images[0].latents).toEqual(exact.images[0].latents);
      }
    });

    test('fails in fp32 is an error that names the step', async () => {
      await expect(paint('fp32', [0, NaN])).rejects.toThrow(/U-Net: output .* is NaN at step 2 of 3/);
    });
  });
});
