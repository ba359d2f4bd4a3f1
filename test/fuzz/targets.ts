import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { BotError } from '../../src/bot/errors.js';
import { jobData } from '../../src/bot/queue/jobs.js';
import { buttonActions, customId, modalActions, parseCustomId, selectActions } from '../../src/bot/views/customId.js';
import { entryNames, readManifest, writeManifest } from '../../src/cli/archive/manifest.js';
import { openZip } from '../../src/cli/archive/zipReader.js';
import { readAesthetic } from '../../src/engine/aesthetic/file.js';
import { parseParameters } from '../../src/engine/image/parameters.js';
import { CheckpointError, UserError } from '../../src/engine/index.js';
import { readSettings } from '../../src/engine/pack/settings.js';
import type { PackFacts } from '../../src/engine/pack/settings.js';
import { choose, drawsOf } from '../../src/engine/text/choices.js';
import { parseEmphasis } from '../../src/engine/text/emphasis.js';
import { checkPrompt } from '../../src/engine/text/prompt.js';
import { parseLoraKey } from '../../src/engine/weights/loraKeys.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/weights/safetensors.js';
import { writeTorchVector } from '../../src/engine/weights/torchPickle.js';
import { cleanText, cut } from '../../src/text/clean.js';
import { brokenRule } from '../../src/text/wordRules.js';
import { NotForUs, gatewayFrames, hearFrame } from './gatewayFrames.js';

/** Something of this product that reads what strangers give. */
export interface Target {
  readonly name: string;
  /** What it reads without complaint, to be changed. */
  readonly seeds: readonly Uint8Array[];
  readonly read: (bytes: Uint8Array) => unknown;
}

/** What a reader throws to say that it does not take something. */
export function isRefusal(error: unknown): boolean {
  return [UserError, CheckpointError, BotError, NotForUs].some((refusal) => error instanceof refusal);
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const bytesOf = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

const safetensors = encodeSafetensors(
  { aesthetic: { shape: [4], data: Float32Array.of(0.5, -0.5, 0.5, 0.5) } },
  { name: 'gloomcore', format: 'aesthete' },
);
const loraKeys = [
  'lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.lora_down.weight',
  'unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight',
  'text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_linear_layer.up.weight',
  'lora_te1_text_model_encoder_layers_0_mlp_fc1.alpha',
];
const facts: PackFacts = {
  ...{ kind: 'sd1', names: [], schedulerClass: 'DDIMScheduler', spacing: undefined, embedded: false },
  ...{ sampleSize: 16, vaeFactor: 8 },
};
const manifest = writeManifest({
  ...{ schema: '20261127190000_pack_content', program: '0.1.0', createdAt: '2026-11-28T10:00:00.000Z' },
  servers: [{ guild: '1', rows: { guild: 1 } }],
});
const dir = await mkdtemp(join(tmpdir(), 'fuzz-'));
/** The files that a reader by path needs are removed at the end. */
export const removeFiles = (): Promise<void> => rm(dir, { recursive: true, force: true });

export const targets: readonly Target[] = [
  { name: 'safetensors', seeds: [safetensors], read: (bytes) => decodeSafetensors(bytes, 'upload') },
  { name: 'aesthetic-safetensors', seeds: [safetensors], read: (bytes) => readAesthetic(bytes, 'a.safetensors') },
  {
    name: 'aesthetic-pt',
    seeds: [writeTorchVector(Float32Array.of(0.5, -0.5, 0.5, 0.5))],
    read: (bytes) => readAesthetic(bytes, 'a.pt'),
  },
  { name: 'lora-keys', seeds: loraKeys.map(bytesOf), read: (bytes) => parseLoraKey(text(bytes), 'lora.safetensors') },
  {
    name: 'pack-json',
    seeds: [
      bytesOf({
        ...{ format: 1, name: 'demo', title: 'Demo', safe: true, knows: ['cats'], prompts: ['a cat'] },
        ...{ defaults: { steps: 10, guidance: 3, size: [64, 64], sampler: 'ddim' }, strength: { mean: 0.4 } },
        loras: [{ file: 'a.safetensors', scale: 0.5 }],
      }),
    ],
    read: async (bytes) => {
      await writeFile(join(dir, 'pack.json'), bytes);
      return readSettings(dir, facts);
    },
  },
  {
    name: 'custom-ids',
    seeds: [bytesOf(customId('again', 'AZVJAAAAcACxM1wUtpavVQ')), bytesOf('1:pick:AZVJ'), bytesOf('1::')],
    read: (bytes) => [buttonActions, selectActions, modalActions].map((known) => parseCustomId(text(bytes), known)),
  },
  {
    name: 'job-payloads',
    seeds: [
      bytesOf({ generationId: 'AaIhTaw8cACV4hiv5J0-5w', content: 'ab', event: 'end' }),
      bytesOf({ batchId: 'AaIhTaw8cACV4hiv5J0-5w', pack: 'demo', texts: ['a cat'] }),
    ],
    read: (bytes) => {
      const value = json(bytes);
      return Object.values(jobData).map((schema) => schema.safeParse(value).success);
    },
  },
  { name: 'gateway-frames', seeds: gatewayFrames.map(bytesOf), read: (bytes) => hearFrame(json(bytes)) },
  {
    name: 'prompts',
    seeds: [bytesOf('a (cat:1.2) in [rain], {red|blue} ((sky)) \\(x\\)'), bytesOf('ｒ０ｂ０ｔ 👩‍👩‍👧 ß')],
    read: (bytes) => {
      const cleaned = cleanText(text(bytes));
      return [
        ...[cut(cleaned, 100), brokenRule(cleaned, ['robot', 'two words']), choose(cleaned, drawsOf(1))],
        ...parseEmphasis(checkPrompt(cleaned)),
      ];
    },
  },
  {
    name: 'recipes',
    seeds: [bytesOf('a cat\nNegative prompt: rain\nSteps: 10, Sampler: DDIM, CFG scale: 3, Seed: 1, Size: 64x64')],
    read: (bytes) => parseParameters(text(bytes)),
  },
  {
    name: 'archive-manifests',
    seeds: [manifest],
    read: (bytes) => readManifest(Buffer.from(bytes), 'servers.zip'),
  },
  {
    name: 'archives',
    seeds: [zipSync({ 'manifest.json': manifest, 'servers/1/guild/0.jsonl': strToU8('{"columns":[]}\n[]\n') })],
    read: async (bytes) => {
      const path = join(dir, 'servers.zip');
      await writeFile(path, bytes);
      const zip = await openZip(path, entryNames);
      await zip.close();
    },
  },
];

/** What is no JSON is none of the reader's business. */
function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch {
    return undefined;
  }
}
