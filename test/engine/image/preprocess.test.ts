import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckpointError, UserError } from '../../../src/engine/errors.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
import { preprocess, preprocessPixels } from '../../../src/engine/image/preprocess.js';
import { parsePreprocessor, readPreprocessor } from '../../../src/engine/image/preprocessConfig.js';
import { gradient, meanDifference, paint, toSharp } from '../../support/pictures.js';

const parse = (json: object): ReturnType<typeof parsePreprocessor> =>
  parsePreprocessor(json, 'preprocessor_config.json');
const plain = { do_rescale: false, do_normalize: false };
/** Values of 0 to 255, so that positions can be read off. */
const raw = (json: object): ReturnType<typeof parse> => parse({ ...plain, ...json });

describe('pixel values', () => {
  it('are (v/255 − mean) / std, channels first', async () => {
    const { data, width, height } = paint(30, 20, () => [51, 102, 204]);
    const config = parse({ size: 8, crop_size: 8, image_mean: [0.1, 0.2, 0.3], image_std: [0.5, 0.25, 2] });
    const values = await preprocessPixels(data, width, height, config);
    const channel = (value: number): number[] => new Array<number>(64).fill(Math.fround(value));
    expect([...values]).toEqual([
      ...channel((0.2 - 0.1) / 0.5),
      ...channel((0.4 - 0.2) / 0.25),
      ...channel((0.8 - 0.3) / 2),
    ]);
  });

  it('are the same from a file and from its pixels', async () => {
    const picture = gradient(120, 90);
    const config = parse({ size: 32, crop_size: 32 });
    const bytes = await toSharp(picture).png().toBuffer();
    expect(await preprocess(bytes, config)).toEqual(await preprocessPixels(picture.data, 120, 90, config));
  });

  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8])
    it(`see EXIF orientation ${orientation}`, async () => {
      const config = parse({ size: 32, crop_size: 32 });
      const bytes = await toSharp(gradient(120, 90)).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
      const { data, width, height } = await decodeImage(bytes);
      const expected = await preprocessPixels(data, width, height, config);
      expect(meanDifference(await preprocess(bytes, config), expected)).toBeLessThan(0.01);
    });
});

describe('crops', () => {
  it('leave the odd pixel at the right and below', async () => {
    const { data } = paint(5, 4, (x, y) => [10 * x, 10 * y, 0]);
    const values = await preprocessPixels(data, 5, 4, raw({ do_resize: false, crop_size: { height: 1, width: 2 } }));
    expect([...values]).toEqual([10, 20, 10, 10, 0, 0]);
  });

  it('of what is smaller are filled with black, the odd pixel above and to the left', async () => {
    const values = await preprocessPixels(Uint8Array.of(9, 8, 7), 1, 1, raw({ do_resize: false, crop_size: 2 }));
    expect([...values]).toEqual([0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0, 7]);
  });

  it('larger than the resized image are filled with black too, which is then normalised', async () => {
    const { data } = paint(3, 3, () => [255, 255, 255]);
    const config = parse({ size: 1, crop_size: 3, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] });
    expect([...(await preprocessPixels(data, 3, 3, config))].slice(0, 9)).toEqual([-1, -1, -1, -1, 1, -1, -1, -1, -1]);
  });
});

describe('sizes', () => {
  it('of height and width squeeze the image', async () => {
    const { data } = paint(40, 10, (x) => (x < 20 ? [0, 0, 0] : [255, 255, 255]));
    const values = await preprocessPixels(data, 40, 10, raw({ size: { height: 8, width: 8 }, do_center_crop: false }));
    expect([values[0], values[7]]).toEqual([0, 255]);
  });

  it('of any kind give [3,S,S] finite values', async () => {
    const config = parse({ size: 16, crop_size: 16 });
    const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 3_000 }));
    await fc.assert(
      fc.asyncProperty(side, side, async (width, height) => {
        const values = await preprocessPixels(new Uint8Array(width * height * 3).fill(255), width, height, config);
        expect(values.length).toBe(3 * 16 * 16);
        // All white stays all white: the crop lies within the image.
        expect(Math.max(...values.subarray(0, 256)) - Math.min(...values.subarray(0, 256))).toBeLessThan(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  for (const [width, height] of [
    [1, 60_000],
    [60_000, 1],
    [2, 30_000],
  ] as const)
    // Resized as a whole, such an image would have 3 billion pixels or more.
    it(`of ${width}×${height} are resized no further than the crop needs`, async () => {
      const bytes = await toSharp(paint(width, height, (x, y) => [x === y ? 0 : 255, 255, 255]))
        .png()
        .toBuffer();
      const values = await preprocess(bytes, parse({}));
      expect(values).toHaveLength(3 * 224 * 224);
      expect(values.every((value) => Number.isFinite(value))).toBe(true);
    });
});

describe('preprocessor_config.json', () => {
  it("has transformers' defaults", () => {
    expect(parse({})).toMatchObject({
      resize: { shortestEdge: 224 },
      crop: { height: 224, width: 224 },
      height: 224,
      width: 224,
    });
  });
  it('may give bare numbers, as older files do', () => {
    expect(parse({ size: 64, crop_size: 48, feature_extractor_type: 'CLIPFeatureExtractor' })).toMatchObject({
      resize: { shortestEdge: 64 },
      crop: { height: 48, width: 48 },
    });
  });

  const bad: readonly (readonly [object, RegExp])[] = [
    [{ resample: 2 }, /resample is 2: that is bilinear; only bicubic \(3\)/],
    [{ resample: 1 }, /resample is 1: that is lanczos/],
    [{ size: { longest_edge: 224 } }, /size/],
    [{ do_center_crop: false }, /images would vary in size/],
    [{ image_mean: [1, 2] }, /image_mean/],
    [{ size: 0 }, /size/],
    [[], /expected object/],
  ];
  for (const [json, message] of bad)
    it(`${JSON.stringify(json)} is refused by name`, () => {
      expect(() => parse(json)).toThrow(CheckpointError);
      expect(() => parse(json)).toThrow(message);
    });

  it('that is missing or broken is a CheckpointError with its path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clip-'));
    try {
      await expect(readPreprocessor(folder)).rejects.toThrow(CheckpointError);
      await writeFile(join(folder, 'preprocessor_config.json'), '{"size":');
      await expect(readPreprocessor(folder)).rejects.toThrow(/preprocessor_config\.json is not JSON/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

it('an image that is none is the UserError of decoding', async () => {
  await expect(preprocess(Buffer.from('a text'), parse({}))).rejects.toThrow(UserError);
});
