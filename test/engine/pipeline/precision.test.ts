import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { encodePlain } from '../../../src/engine/aesthetic/personalise.js';
import type { Program } from '../../../src/engine/graph/onnx.js';
import type { Op } from '../../../src/engine/graph/tensor.js';
import { everyTensor } from '../../../src/engine/graph/walk.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import type { Pack } from '../../../src/engine/pack/pack.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../../src/engine/pipeline/generate.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { WithSession } from '../../../src/engine/pipeline/models.js';
import { programs } from '../../../src/engine/pipeline/programs.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import type { Session, Value } from '../../../src/engine/runtime/session.js';
import { openSafetensors, readTensor } from '../../../src/engine/weights/safetensors.js';
import { roundedToFloat16 } from '../../support/float16Hardware.js';
import { expectClose, relativeError } from '../../support/golden.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';
import { meanDifference } from '../../support/pictures.js';
import { folders, tolerance, unetInputs, value } from '../../support/precision.js';

const copies: PackCopy[] = [];
async function copyOf(folder: string): Promise<PackCopy> {
  const copy = await copyPack(folder);
  copies.push(copy);
  return copy;
}
afterAll(async () => {
  for (const copy of copies) await copy.remove();
});

async function run(program: Program, feeds: Record<string, Value>): Promise<Record<string, Float32Array>> {
  const session = await openSession(program);
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, t]) => [name, t.data as Float32Array]));
}

/** Every op of a program with the types of its inputs. */
function opsOf({ outputs }: Program): { op: Op; types: string[] }[] {
  return [...everyTensor(outputs)].flatMap(({ node: { op, inputs } }) =>
    typeof op === 'string' ? [{ op, types: inputs.map((x) => x.dtype) }] : [],
  );
}

describe.each(folders)('%s in fp16', (folder) => {
  test('takes and gives float32, convolves in float16, and norms in float32', async () => {
    const pack = await openPack(folder);
    for (const name of ['unet', 'decoder', 'encoder'] as const) {
      const program = programs[name](pack, 'fp16');
      for (const t of [...program.inputs, ...Object.values(program.outputs)]) expect(t.dtype).toBe('float32');
      const ops = opsOf(program);
      expect(ops.filter(({ op }) => op === 'Conv').flatMap(({ types }) => types)).not.toContain('float32');
      const wide = ops.filter(({ op }) => ['InstanceNormalization', 'LayerNormalization', 'Softmax'].includes(op));
      expect(wide.length).toBeGreaterThan(0);
      expect(wide.flatMap(({ types }) => types)).not.toContain('float16');
    }
  });

  test('attends in float32 where upcast_attention says so', async () => {
    const pack = await openPack(folder);
    const types = (upcast: boolean): Set<string> => {
      const unet = { ...pack.unet, config: { ...pack.unet.config, upcast_attention: upcast } };
      const ops = opsOf(programs.unet({ ...pack, unet }, 'fp16'));
      return new Set(ops.filter(({ op }) => op === 'MultiHeadAttention').flatMap((node) => node.types));
    };
    expect(types(true)).toEqual(new Set(['float32']));
    expect(types(false)).toEqual(new Set(['float16']));
  });

  test('the U-Net equals its fp32 self within the tolerance, rounded after every op', async () => {
    const pack = await openPack(folder);
    const [feeds, fp16] = [unetInputs(pack), programs.unet(pack, 'fp16')];
    const { sample } = await run(programs.unet(pack, 'fp32'), feeds);
    const allowed = tolerance.unet[folder === 'models/demo' ? 'trained' : 'random'];
    expectClose((await run(fp16, feeds)).sample, sample, allowed, 'as ONNX Runtime runs it');
    expectClose((await run(roundedToFloat16(fp16), feeds)).sample, sample, allowed, 'as fp16 hardware would');
  });

  test('the VAE equals its fp32 self within the tolerance, rounded after every op', async () => {
    const pack = await openPack(folder);
    const inputs = {
      decoder: { latents: value([1, pack.vae.config.latent_channels, 16, 16], 4) },
      encoder: { image: value([1, 3, 64, 64], 5) },
    };
    for (const name of ['decoder', 'encoder'] as const) {
      const [expected, fp16] = [await run(programs[name](pack, 'fp32'), inputs[name]), programs[name](pack, 'fp16')];
      for (const program of [fp16, roundedToFloat16(fp16)])
        for (const [output, actual] of Object.entries(await run(program, inputs[name])))
          expectClose(actual, expected[output], tolerance[name], `${name} ${output}`);
    }
  });
});

describe('a picture in fp16', () => {
  const useOf =
    (session: Session): WithSession =>
    (use) =>
      use(session);
  const recipeFor = (pack: Pack): ReturnType<typeof completeRequest> =>
    completeRequest({ prompt: pack.settings.prompts[0] ?? 'a castle', seed: 7 }, pack, '');

  async function pictureOf(folder: string, precision: 'fp32' | 'fp16') {
    const pack = await openPack(folder);
    const models = await openModels(pack, { device: 'cpu', precision });
    const recipe = recipeFor(pack);
    const { images, notices } = await generateImages(
      models,
      recipe,
      await createConditioner(models)(recipe, undefined),
    );
    await models.close();
    return { pixels: images[0].pixels, notices };
  }

  test('differs from the one in fp32 by less than a thousandth of white on average, rounded after every op', async () => {
    const fp32 = await pictureOf('models/demo', 'fp32');
    const pack = await openPack('models/demo');
    const [unet, decoder] = [programs.unet(pack, 'fp16'), programs.decoder(pack, 'fp16')].map(roundedToFloat16);
    const sessions = [await openSession(unet), await openSession(decoder)];
    const models = await openModels(pack, { device: 'cpu', precision: 'fp16' });
    const recipe = recipeFor(pack);
    const hardware = { ...models, unet: () => useOf(sessions[0]), decoder: () => useOf(sessions[1]) };
    const { images, notices } = await generateImages(
      hardware,
      recipe,
      await createConditioner(models)(recipe, undefined),
    );
    for (const opened of [models.close, ...sessions.map((session) => () => session.release())]) await opened();
    expect(notices).toEqual([]);
    const asRun = meanDifference((await pictureOf('models/demo', 'fp16')).pixels, fp32.pixels);
    const asHardware = meanDifference(images[0].pixels, fp32.pixels);
    console.info(
      `mean absolute pixel difference: ${asRun.toExponential(1)} as run, ${asHardware.toExponential(1)} as hardware`,
    );
    expect(asRun).toBeLessThan(1e-3);
    expect(asHardware).toBeLessThan(1e-3);
  });

  test('is decoded again in fp32 where fp16 overflows, and that is said', async () => {
    const copy = await copyOf('models/demo');
    // Beyond fp16's 65504; the norms that follow take the scale out again.
    await copy.weights('vae/diffusion_pytorch_model.safetensors', (tensors) => {
      const { data } = tensors['decoder.conv_in.weight'];
      tensors['decoder.conv_in.weight'].data = data.map((w) => w * 1e7);
    });
    const [fp32, fp16] = [await pictureOf(copy.dir, 'fp32'), await pictureOf(copy.dir, 'fp16')];
    expect(fp32.notices).toEqual([]);
    expect(fp16.notices).toEqual([{ code: 'decodedInFp32' }]);
    expect(fp16.pixels.every(Number.isFinite)).toBe(true);
    expect(meanDifference(fp16.pixels, fp32.pixels)).toBeLessThan(0.01);
  });
});

/** Writes a file of weights again as bfloat16 (rounded to even), or as float32 with the same rounded values. */
async function rewriteRounded(path: string, as: 'BF16' | 'F32'): Promise<void> {
  const header: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [key, stored] of (await openSafetensors(path)).tensors) {
    const values = await readTensor(stored);
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const high = Uint16Array.from(bits, (b) => (b + 0x7fff + ((b >>> 16) & 1)) >>> 16);
    const rounded = as === 'BF16' ? high : Uint32Array.from(high, (b) => b << 16);
    header[key] = { dtype: as, shape: stored.shape, data_offsets: [end, end + rounded.byteLength] };
    parts.push(new Uint8Array(rounded.buffer));
    end += rounded.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  await writeFile(path, Buffer.concat([length, json, ...parts]));
}

describe('a checkpoint in bfloat16', () => {
  test.each(folders.slice(0, 2))('%s: text and U-Net equal float32 of the rounded values', async (folder) => {
    const results: Float32Array[][] = [];
    for (const type of ['BF16', 'F32'] as const) {
      const { dir } = await copyOf(folder);
      const pack = await openPack(dir);
      const files = new Set(
        [pack.text.tensors, pack.clip.tensors, pack.unet.tensors].flatMap((t) => [...t.values()].map((s) => s.file)),
      );
      for (const file of files) await rewriteRounded(join(file), type);
      const rounded = await openPack(dir);
      const ids = Int32Array.from({ length: rounded.text.config.max_position_embeddings }, (_, i) => i % 7);
      const session = await openSession(programs.text(rounded));
      const { states, embedding } = await encodePlain(session, { ids, ends: [9], layer: 1 }, rounded.projection);
      await session.release();
      const { sample } = await run(programs.unet(rounded, 'fp32'), unetInputs(rounded));
      results.push([states, embedding, sample]);
    }
    results[0].forEach((actual, i) => {
      expect(relativeError(actual, results[1][i]).error).toBeLessThan(1e-6);
    });
  });
});
