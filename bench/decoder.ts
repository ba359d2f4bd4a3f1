import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from '../src/engine/graph/onnx.js';
import { autoencoderTinyConfig, tinyDecoderProgram } from '../src/engine/models/autoencoderTiny.js';
import { vaeDecoderProgram } from '../src/engine/models/vae.js';
import { vaeConfig } from '../src/engine/models/vaeConfig.js';
import { stripDecoderProgram } from '../src/engine/models/vaeStrips.js';
import { openSession } from '../src/engine/runtime/session.js';
import { openSafetensors } from '../src/engine/weights/safetensors.js';
import { scopeOf } from '../src/engine/weights/scope.js';
import type { Scope } from '../src/engine/weights/scope.js';
import { anything, writeSparse } from '../test/support/anything.js';
import type { Tensors } from '../test/support/anything.js';
import { outDir } from './makePack.js';
import { memory, report, resetPeak, round } from './measure.js';
import * as configs from './packConfigs.js';
import { wave } from './waves.js';

/**
 * Decoders of Stable Diffusion 1.5's shape, fp32 (weights are zeros: neither time nor memory depends on them): of 768 × 768 pixels in strips and in one piece,
 * of 512 × 512 the tiny one and the VAE's. Each is run once; `rise` is the memory that it took beyond its weights.
 */
const config = vaeConfig.parse(configs.vaeConfig);
const tiny = autoencoderTinyConfig.parse({});

async function zeros(name: string, build: (scope: Scope) => Program): Promise<Scope> {
  const asked: Tensors = new Map();
  build(anything(asked));
  await mkdir(outDir, { recursive: true });
  const file = join(outDir, `${name}.safetensors`);
  await writeSparse(
    file,
    [...asked].map(([key, { shape }]) => [key, shape] as const),
  );
  return scopeOf((await openSafetensors(file)).tensors, name);
}

async function measure(program: Program, latents: number): Promise<{ ms: number; cpuMs: number; riseMB: number }> {
  const session = await openSession(program);
  const feeds = { latents: wave([1, 4, latents, latents]) };
  const before = memory().anonymous;
  resetPeak();
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await session.run(feeds);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  await session.release();
  return { ms: round(ms, 0), cpuMs: round((user + system) / 1000, 0), riseMB: round(memory().peak - before, 0) };
}

const vae = await zeros('vae', (scope) => vaeDecoderProgram(config, scope, 'float32'));
const small = await zeros('vae_tiny', (scope) => tinyDecoderProgram(tiny, scope, 'float32'));
const cut = { height: 96, width: 96, strips: 16 };
const strips = await measure(stripDecoderProgram(config, vae, 'float32', cut), 96);
const whole = await measure(vaeDecoderProgram(config, vae, 'float32'), 96);
const tinyAt512 = await measure(tinyDecoderProgram(tiny, small, 'float32'), 64);
const wholeAt512 = await measure(vaeDecoderProgram(config, vae, 'float32'), 64);
report({
  strips,
  whole,
  stripsToWhole: { cpu: round(strips.cpuMs / whole.cpuMs), rise: round(strips.riseMB / whole.riseMB) },
  tinyAt512,
  wholeAt512,
  tinyToWhole: { cpu: round(tinyAt512.cpuMs / wholeAt512.cpuMs, 3), rise: round(tinyAt512.riseMB / wholeAt512.riseMB) },
});
process.exit(0);
