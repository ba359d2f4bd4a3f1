import { basename } from 'node:path';
import { z } from 'zod';
import { CheckpointError, UserError } from '../errors.js';
import type { AppliedLora, LoraRequest } from '../types.js';
import { loraParts, parseLoraKey } from '../weights/loraKeys.js';
import type { LoraPart } from '../weights/loraKeys.js';
import { openSafetensors, readTensor } from '../weights/safetensors.js';
import type { SafetensorsFile, StoredTensor } from '../weights/safetensors.js';
import type { Additions, StoredLowRank } from '../weights/scope.js';
import { loraBlockNames } from './loraBlocks.js';
import type { Pack } from './pack.js';

/** What LoRAs add to a pack's models, by the paths of modules, and which they are. */
export interface PackLoras extends Readonly<Record<LoraPart, Additions>> {
  readonly applied: readonly AppliedLora[];
}

const computable: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16']);

/** Of a LoRA's scale; 1 is as it was trained, and below 0 it takes away. */
const scaleLimit = 10;

/**
 * The pack with LoRAs (Hu et al. 2021): each adds scale · alpha/rank · up · down to weights of the U-Net and the text encoder, as products
 * of their own beside the weights', which stay as they are in their files.
 * @throws UserError for a scale that is none, CheckpointError for a file that is no LoRA, or of a model of another shape
 */
export async function withLoras(pack: Pack, requests: readonly LoraRequest[]): Promise<Pack> {
  if (requests.length === 0) return pack;
  const added: Record<LoraPart, Map<string, StoredLowRank[]>> = {
    unet: new Map(),
    text: new Map(),
    secondText: new Map(),
  };
  const applied: AppliedLora[] = [];
  for (const [index, { file, scale = 1 }] of requests.entries()) {
    if (!(Math.abs(scale) <= scaleLimit))
      throw new UserError(`the scale of ${file} is ${scale}; it goes from −${scaleLimit} to ${scaleLimit}`);
    const lora = await openSafetensors(file);
    for (const { part, module, ...factors } of await modulesOf(lora, pack)) {
      const before = added[part].get(module) ?? [];
      added[part].set(module, [...before, { ...factors, name: `lora${index}`, scale: factors.scale * scale }]);
    }
    applied.push({ name: loraName(file), scale });
  }
  return { ...pack, loras: { ...added, applied } };
}

/** What a file's LoRA is called. */
export function loraName(file: string): string {
  // A bar would part it from the next in a picture's parameters.
  return basename(file)
    .replace(/\.safetensors$/i, '')
    .replaceAll('|', '_');
}

interface Module extends Omit<StoredLowRank, 'name'> {
  readonly part: LoraPart;
  /** Its path in the checkpoint. */
  readonly module: string;
}

async function modulesOf(lora: SafetensorsFile, pack: Pack): Promise<Module[]> {
  const found = new Map<
    string,
    { part: LoraPart; module: string; down?: StoredTensor; up?: StoredTensor; alpha?: StoredTensor }
  >();
  for (const [key, tensor] of lora.tensors) {
    const { part, module, role } = parseLoraKey(key, lora.path);
    const entry = found.get(`${part} ${module}`) ?? { part, module };
    entry[role] = tensor;
    found.set(`${part} ${module}`, entry);
  }
  const tensors: Record<LoraPart, ReadonlyMap<string, StoredTensor>> = {
    unet: pack.unet.tensors,
    text: pack.text.tensors,
    secondText: pack.second?.encoder.tensors ?? new Map(),
  };
  const known = Object.fromEntries(loraParts.map((part) => [part, weightsByName(tensors[part])])) as Record<
    LoraPart,
    ReadonlyMap<string, string>
  >;
  const fromOriginal = loraBlockNames(pack.unet.config);
  const metadataAlpha = alphasOf(lora);
  const modules: Module[] = [];
  for (const { part, module, down, up, alpha } of found.values()) {
    if (!down && !up) continue; // a module that was switched off keeps its alpha
    const name = (part === 'unet' ? fromOriginal(module) : undefined) ?? module;
    const path = known[part].get(name) ?? known[part].get(`text_model_${name}`);
    if (path === undefined)
      throw new CheckpointError(
        `${lora.path} changes ${part}/${module}, which ${pack.settings.name} does not have: it was made for another kind of model`,
      );
    if (!down || !up) throw new CheckpointError(`${lora.path}: ${part}/${path} has but one of its two factors`);
    for (const { dtype } of [down, up])
      if (!computable.has(dtype))
        throw new CheckpointError(`${lora.path}: ${part}/${path} is stored as ${dtype}; F32, F16 and BF16 can be used`);
    checkShapes(lora.path, `${part}/${path}`, tensors[part].get(`${path}.weight`)!, down, up);
    const rank = down.shape[0];
    const scale = ((alpha ? (await readTensor(alpha))[0] : metadataAlpha[part]) ?? rank) / rank;
    modules.push({ part, module: path, down, up, scale });
  }
  if (modules.length === 0) throw new CheckpointError(`${lora.path} holds no LoRA: it has no tensors`);
  return modules;
}

/** Paths of modules with a weight, by their names with `_` for every dot. */
function weightsByName(tensors: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, string> {
  const paths = [...tensors.keys()]
    .filter((key) => key.endsWith('.weight'))
    .map((key) => key.slice(0, -'.weight'.length));
  return new Map(paths.map((path) => [path.replaceAll('.', '_'), path]));
}

/** [r,in,…] and [out,r,…] for a weight [out,in,…]; what is 1×1 may be left out. @throws CheckpointError */
function checkShapes(file: string, what: string, weight: StoredTensor, down: StoredTensor, up: StoredTensor): void {
  const trimmed = ({ shape }: StoredTensor): readonly number[] =>
    shape.length === 4 && shape[2] === 1 && shape[3] === 1 ? shape.slice(0, 2) : shape;
  const [out, inputs, ...kernel] = trimmed(weight);
  const rank = down.shape[0];
  if (trimmed(down).join() === [rank, inputs, ...kernel].join() && trimmed(up).join() === [out, rank].join()) return;
  throw new CheckpointError(
    `${file} has factors [${down.shape.join()}] and [${up.shape.join()}] for ${what}, which is [${weight.shape.join()}]: ` +
      'it was made for another kind of model',
  );
}

const adapterMetadata = z.record(z.string(), z.unknown());

/** diffusers writes an adapter's alpha into the file's metadata where the keys have none. */
function alphasOf({ metadata }: SafetensorsFile): Partial<Record<LoraPart, number>> {
  if (!('lora_adapter_metadata' in metadata)) return {};
  let json: unknown;
  try {
    json = JSON.parse(metadata['lora_adapter_metadata']);
  } catch {
    return {};
  }
  const { data = {} } = adapterMetadata.safeParse(json);
  const names = {
    unet: 'unet.lora_alpha',
    text: 'text_encoder.lora_alpha',
    secondText: 'text_encoder_2.lora_alpha',
  } as const;
  const alphas = loraParts.map((part): [LoraPart, unknown] => [part, data[names[part]]]);
  return Object.fromEntries(alphas.filter(([, alpha]) => typeof alpha === 'number'));
}
