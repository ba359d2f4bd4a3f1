import { cp, mkdir, open, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ascentProgram } from '../src/engine/aesthetic/ascent.js';
import { input, weight } from '../src/engine/graph/tensor.js';
import { clipTextConfig } from '../src/engine/models/clipText.js';
import { clipVision, clipVisionConfig } from '../src/engine/models/clipVision.js';
import { unetProgram } from '../src/engine/models/unet.js';
import { unetConfig as parseUnet } from '../src/engine/models/unetConfig.js';
import { vaeDecoderProgram, vaeEncoderProgram } from '../src/engine/models/vae.js';
import { vaeConfig as parseVae } from '../src/engine/models/vaeConfig.js';
import { toFloat16Bits } from '../src/engine/weights/float16.js';
import type { Scope } from '../src/engine/weights/scope.js';
import * as configs from './packConfigs.js';

export const outDir = fileURLToPath(new URL('./out', import.meta.url));
export const bigPack = join(outDir, 'pack');
/** Of things that the demo pack draws. */
export const demoPrompts = [
  'a castle',
  'a red apple',
  'a guitar',
  'a robot',
  'a rocket',
  'a crown',
  'a cat face',
  'an ink sketch of a skull',
];

export const demoPack = fileURLToPath(new URL('../models/demo', import.meta.url));

type Shapes = ReadonlyMap<string, readonly number[]>;

/**
 * Writes a pack of random fp16 weights in the shapes of CLIP ViT-L/14 and Stable Diffusion 1.5, unless it is there: 2.7 GB. The same
 * bytes every time. Activations stay finite: matrices scale as 1/√(fan-in), norms are ones.
 */
export async function makePack(): Promise<string> {
  if (await stat(join(bigPack, 'done')).catch(() => undefined)) return bigPack;
  const text = new Map<string, readonly number[]>();
  const clip = new Map<string, readonly number[]>();
  const [unet, vae] = [new Map<string, readonly number[]>(), new Map<string, readonly number[]>()];
  const config = clipTextConfig.parse(configs.textConfig);
  ascentProgram({
    config,
    scope: asked(text).at('text_model'),
    projection: asked(clip).get('text_projection.weight', [768, 768]),
    normed: true,
  });
  const vision = clipVisionConfig.parse(configs.visionConfig);
  clipVision(vision, asked(clip), 768, input('pixels', [3, 224, 224]));
  unetProgram(parseUnet.parse(configs.unetConfig), asked(unet), 'float32');
  const vaeSettings = parseVae.parse(configs.vaeConfig);
  vaeDecoderProgram(vaeSettings, asked(vae), 'float32');
  vaeEncoderProgram(vaeSettings, asked(vae), 'float32');

  await writeWeights('text_encoder/model.safetensors', text, 1);
  await writeWeights('clip/model.safetensors', clip, 2);
  await writeWeights('unet/diffusion_pytorch_model.safetensors', unet, 3);
  await writeWeights('vae/diffusion_pytorch_model.safetensors', vae, 4);
  await writeJson('text_encoder/config.json', configs.textConfig);
  await writeJson('clip/config.json', configs.clipConfig);
  await writeJson('clip/preprocessor_config.json', configs.preprocessorConfig);
  await writeJson('unet/config.json', configs.unetConfig);
  await writeJson('vae/config.json', configs.vaeConfig);
  await writeJson('scheduler/scheduler_config.json', configs.schedulerConfig);
  // Its ids all lie in the big vocabulary; which words they stand for does not matter here.
  await cp(join(demoPack, 'tokenizer'), join(bigPack, 'tokenizer'), { recursive: true });
  await writeFile(join(bigPack, 'done'), '');
  return bigPack;
}

/** A scope that has every tensor, and notes which were asked for. */
function asked(shapes: Map<string, readonly number[]>, prefix = ''): Scope {
  return {
    path: prefix,
    at: (...names) =>
      asked(
        shapes,
        names.reduce<string>((p, n) => `${p}${n}.`, prefix),
      ),
    // Without bias: the U-Net's projections to queries, keys and values, and CLIP's own; `query` is the VAE's older spelling.
    has: (name) =>
      name !== 'query.weight' && !(name === 'bias' && /(transformer_blocks.*to_[qkv]|_projection)\.$/.test(prefix)),
    additions: () => [],
    get: (name, shape) => {
      shapes.set(prefix + name, shape);
      return weight({ key: prefix + name, file: '', offset: 0, bytes: 0 }, shape, 'float32');
    },
  };
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(join(bigPack, path), `${JSON.stringify(value, null, 2)}\n`).catch(async () => {
    await mkdir(dirname(join(bigPack, path)), { recursive: true });
    await writeFile(join(bigPack, path), `${JSON.stringify(value, null, 2)}\n`);
  });
}

/** Values of one tensor come from a table of this many quantiles of its distribution. */
const tableSize = 4_096;
const chunkValues = 1 << 22;

async function writeWeights(path: string, shapes: Shapes, seed: number): Promise<void> {
  const file = join(bigPack, path);
  await mkdir(dirname(file), { recursive: true });
  const header: Record<string, object> = {};
  let end = 0;
  for (const [key, shape] of shapes) {
    const bytes = 2 * sizeOf(shape);
    header[key] = { dtype: 'F16', shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));

  const handle = await open(`${file}.part`, 'w');
  await handle.write(Buffer.concat([length, padded]));
  const random = xorshift(seed);
  const chunk = new Uint16Array(chunkValues);
  for (const [key, shape] of shapes) {
    const table = halves(key, shape);
    for (let left = sizeOf(shape); left > 0; left -= chunkValues) {
      const n = Math.min(left, chunkValues);
      for (let i = 0; i < n; i++) chunk[i] = table[random() & (tableSize - 1)];
      await handle.write(new Uint8Array(chunk.buffer, 0, 2 * n));
    }
  }
  await handle.close();
  await rename(`${file}.part`, file);
}

/** Fp16 values evenly over a uniform distribution of the tensor's mean and spread. */
function halves(key: string, shape: readonly number[]): Uint16Array {
  const fanIn = sizeOf(shape.slice(1));
  const isNorm = /norm\d?\.weight$|layrnorm\.weight$/.test(key);
  const isTable = key.includes('embedding') && !key.includes('patch') && !key.startsWith('time_embedding');
  const spread = isTable ? 0.02 : shape.length === 1 ? 0.01 : 1 / Math.sqrt(fanIn);
  const mean = isNorm ? 1 : 0;
  return Uint16Array.from({ length: tableSize }, (_, i) =>
    toFloat16Bits(mean + spread * Math.sqrt(12) * ((i + 0.5) / tableSize - 0.5)),
  );
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Marsaglia's xorshift32, 2003. */
function xorshift(seed: number): () => number {
  let x = seed * 0x9e3779b1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 8;
  };
}
