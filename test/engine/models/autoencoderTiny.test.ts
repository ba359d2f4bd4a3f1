import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  autoencoderTinyConfig,
  tinyDecoderProgram,
  tinyEncoderProgram,
} from '../../../src/engine/models/autoencoderTiny.js';
import { vaeConfig } from '../../../src/engine/models/vaeConfig.js';
import { findTinyVae } from '../../../src/engine/pack/tinyVae.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import { encodeSafetensors } from '../../../src/engine/weights/safetensors.js';
import { scopeOf } from '../../../src/engine/weights/scope.js';
import { expectClose } from '../../support/golden.js';
import { randomArray } from '../../support/program.js';
import { tinyConfig, tinyLayers, tinyShape, tinyTensors, writeTinyVae } from '../../support/tinyVae.js';

/** Pixels by channel and row, as the layers are evaluated by hand. */
type Pixels = number[][][];

const shape = tinyShape(3);
const tensors = tinyTensors(shape);
const config = autoencoderTinyConfig.parse(tinyConfig(shape));
const vae = vaeConfig.parse({ block_out_channels: [4, 4, 4], norm_num_groups: 2 });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aesthete-tiny-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** torch's Conv2d of 3×3 with a padding of 1, term by term. */
function conv(x: Pixels, key: string, stride = 1): Pixels {
  const { data, shape: sizes } = tensors[`${key}.weight`];
  const bias = (`${key}.bias` in tensors ? tensors[`${key}.bias`].data : undefined) ?? new Float32Array(sizes[0]);
  const at = (c: number, i: number, j: number): number => x[c]?.[i]?.[j] ?? 0;
  const [height, width] = [x[0].length / stride, x[0][0].length / stride];
  return Array.from({ length: sizes[0] }, (_, k) =>
    Array.from({ length: height }, (_, i) =>
      Array.from({ length: width }, (_, j) => {
        let sum = bias[k];
        for (let c = 0; c < sizes[1]; c++)
          for (let a = 0; a < 3; a++)
            for (let b = 0; b < 3; b++)
              sum += data[((k * sizes[1] + c) * 3 + a) * 3 + b] * at(c, i * stride + a - 1, j * stride + b - 1);
        return sum;
      }),
    ),
  );
}

const map = (x: Pixels, f: (v: number, c: number, i: number, j: number) => number): Pixels =>
  x.map((rows, c) => rows.map((row, i) => row.map((v, j) => f(v, c, i, j))));
const relu = (x: Pixels): Pixels => map(x, (v) => Math.max(0, v));

function evaluate(half: 'encoder' | 'decoder', input: Pixels): Pixels {
  return tinyLayers(shape)[half].reduce<Pixels>((x, layer, i) => {
    const key = `${half}.layers.${i}`;
    switch (layer.kind) {
      case 'conv':
        return conv(x, key, layer.stride);
      case 'relu':
        return relu(x);
      case 'upsample':
        return x.map((rows) => rows.flatMap((row) => [0, 1].map(() => row.flatMap((v) => [v, v]))));
      case 'block': {
        const inner = conv(relu(conv(relu(conv(x, `${key}.conv.0`)), `${key}.conv.2`)), `${key}.conv.4`);
        return relu(map(inner, (v, c, a, b) => v + x[c][a][b]));
      }
    }
  }, input);
}

function pixelsOf(data: Float32Array, [channels, height, width]: readonly number[]): Pixels {
  return Array.from({ length: channels }, (_, c) =>
    Array.from({ length: height }, (_, i) => [...data.subarray((c * height + i) * width, (c * height + i + 1) * width)]),
  );
}
const flat = (x: Pixels): Float32Array => Float32Array.from(x.flat(2));

async function openTiny() {
  const folder = join(dir, 'whole');
  await writeTinyVae(join(folder, 'vae_tiny'), 3);
  return (await findTinyVae(folder, vae))!;
}

describe('AutoencoderTiny', () => {
  test('decodes as its layers do one by one', async () => {
    const tiny = await openTiny();
    const { data } = randomArray([4, 3, 5], 7);
    const latents = data.map((v) => 5 * v);
    const bent = map(pixelsOf(latents, [4, 3, 5]), (v) => Math.tanh(v / 3) * 3);
    const wanted = map(evaluate('decoder', bent), (v) => 2 * v - 1);
    const session = await openSession(tinyDecoderProgram(tiny.config, scopeOf(tiny.tensors, 'vae_tiny'), 'float32'));
    const { image } = await session.run({ latents: { data: latents, dims: [1, 4, 3, 5] } });
    await session.release();
    expect(image.dims).toEqual([1, 3, 12, 20]);
    expectClose(image.data as Float32Array, flat(wanted), 1e-5);
  });

  test('encodes as its layers do one by one', async () => {
    const tiny = await openTiny();
    const { data } = randomArray([3, 8, 12], 8);
    const wanted = evaluate('encoder', map(pixelsOf(data, [3, 8, 12]), (v) => (v + 1) / 2));
    const session = await openSession(tinyEncoderProgram(tiny.config, scopeOf(tiny.tensors, 'vae_tiny'), 'float32'));
    const { latents } = await session.run({ image: { data, dims: [1, 3, 8, 12] } });
    await session.release();
    expect(latents.dims).toEqual([1, 4, 2, 3]);
    expectClose(latents.data as Float32Array, flat(wanted), 1e-5);
  });

  test("is read from TAESD's own files, too, whose decoder counts its clamp", async () => {
    const folder = join(dir, 'original', 'vae_tiny');
    await mkdir(folder, { recursive: true });
    const own = (half: 'encoder' | 'decoder', shift: number) =>
      Object.fromEntries(
        Object.entries(tensors).flatMap(([key, tensor]) => {
          const [, , layer, ...rest] = key.split('.');
          return key.startsWith(half) ? [[[Number(layer) + shift, ...rest].join('.'), tensor]] : [];
        }),
      );
    await writeFile(join(folder, 'taesd_decoder.safetensors'), encodeSafetensors(own('decoder', 1)));
    await writeFile(join(folder, 'config.json'), JSON.stringify(tinyConfig(shape)));
    const decoder = await findTinyVae(join(dir, 'original'), vae);
    expect(decoder?.encodes).toBe(false);
    await writeFile(join(folder, 'taesd_encoder.safetensors'), encodeSafetensors(own('encoder', 0)));
    const both = await findTinyVae(join(dir, 'original'), vae);
    expect(both?.encodes).toBe(true);
    expect([...both!.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
  });

  test('of another model’s latents is refused', async () => {
    await writeTinyVae(join(dir, 'other', 'vae_tiny'), 4);
    await expect(findTinyVae(join(dir, 'other'), vae)).rejects.toThrow(/8 pixels a side, the VAE's have 4 and 4/);
  });

  test('refuses fields that change what it computes', () => {
    expect(autoencoderTinyConfig.safeParse({ ...config, act_fn: 'silu' }).success).toBe(false);
    expect(autoencoderTinyConfig.safeParse({ ...config, shift_factor: 0.1 }).success).toBe(false);
  });
});
