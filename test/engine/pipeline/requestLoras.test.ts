import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage, openEngine } from '../../../src/engine/index.js';
import type { Engine, ImagineRequest, ImagineResult, LoraRequest } from '../../../src/engine/index.js';

const pack = 'test/golden/more/models/tiny-sd1';
const lora = 'test/golden/more/lora/kohya.safetensors';
const asked: ImagineRequest = { prompt: 'a castle', seed: 7, steps: 2, size: { width: 64, height: 64 } };

let engine: Engine;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loras-'));
  engine = await openEngine(pack, { device: 'cpu' });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const painted = (loras?: readonly LoraRequest[]): Promise<ImagineResult> =>
  engine.imagine({ ...asked, ...(loras && { loras }) });
const pixels = async ({ images: [{ png }] }: ImagineResult): Promise<Uint8Array> => (await decodeImage(png)).data;

describe('LoRAs of a request', () => {
  test('change its picture as they do for a whole engine, are in its recipe, and stay out of the next', async () => {
    const before = await painted();
    const half = await painted([{ file: lora, scale: 0.5 }]);
    const whole = await painted([{ file: lora }]);
    expect(before.recipe.loras).toBeUndefined();
    expect(half.recipe.loras).toEqual([{ name: 'kohya', scale: 0.5 }]);
    expect(whole.recipe.loras).toEqual([{ name: 'kohya', scale: 1 }]);

    const opened = await openEngine(pack, { device: 'cpu', loras: [{ file: lora }] });
    expect(await pixels(whole)).toEqual(await pixels(await opened.imagine(asked)));
    await opened.close();

    const [a, b, c] = await Promise.all([before, half, whole].map(pixels));
    expect(a).not.toEqual(b);
    expect(b).not.toEqual(c);
    // Text states and sessions of each are its own, whatever was painted between.
    expect(await pixels(await painted())).toEqual(a);
    expect(await pixels(await painted([{ file: lora, scale: 0.5 }]))).toEqual(b);
    expect(await pixels(await painted([]))).toEqual(a);
  });

  test('that are none are the request’s fault, not the pack’s, and are not taken for those of before', async () => {
    const file = join(folder, 'ink.safetensors');
    await writeFile(file, 'no LoRA');
    const refused = { data: { code: 'loraUnusable', params: { name: 'ink' } } };
    await expect(painted([{ file }])).rejects.toMatchObject(refused);
    await expect(painted([{ file: join(folder, 'gone.safetensors') }])).rejects.toMatchObject({
      data: { code: 'loraUnusable' },
    });
    await rm(file);
  });
});
