import { CheckpointError } from '../errors.js';
import type { ClipTextConfig, ClipTextDepth } from '../models/clipText.js';
import type { TokenizerFiles } from '../text/tokenizerFiles.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import type { StoredTensor } from '../weights/safetensors.js';
import { packClip } from './clip.js';
import type { PackClip } from './clip.js';
import type { SecondTextParts } from './parts.js';

/** The weights of a pack's text model by transformers' keys, `text_model.…`, and how they are used. */
export interface TextEncoder {
  /** `num_hidden_layers` counts the layers that clip/ completes, too. */
  readonly config: ClipTextConfig;
  readonly depth: ClipTextDepth;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const own = 'text_model.';

/** What public checkpoints write before the text model's own keys, in the place of transformers' `text_model.`. */
const prefixes: readonly string[] = [
  own,
  '',
  // The text encoder cut out of a larger module: fine-tuning scripts, diffusers' LoRA savers.
  ...inner('transformer.'),
  ...inner('text_encoder.'),
  ...inner('te.'),
  ...inner('model.'),
  ...inner('module.'),
  // Stable Diffusion's own code, and the same in Stable Diffusion XL's.
  ...inner('cond_stage_model.transformer.'),
  ...inner('conditioner.embedders.0.transformer.'),
  // ComfyUI's CLIP files.
  ...inner('clip_l.'),
  ...inner('clip_l.transformer.'),
  ...inner('text_encoders.clip_l.transformer.'),
];

/** transformers 5 leaves `text_model.` out where older releases wrote it. */
function inner(module: string): string[] {
  return [`${module}${own}`, module];
}

/** A weight of the text model below its prefix, and its layer if it is in one. */
const weight = /^(?:embeddings\.|final_layer_norm\.|encoder\.layers\.(\d+)\.)/;

/** Tensors outside the layers with their shapes, by keys below the prefix. */
const outside = (config: Sizes): Readonly<Record<string, readonly number[]>> => ({
  'embeddings.token_embedding.weight': [config.vocab_size, config.hidden_size],
  'embeddings.position_embedding.weight': [config.max_position_embeddings, config.hidden_size],
  'final_layer_norm.weight': [config.hidden_size],
  'final_layer_norm.bias': [config.hidden_size],
});

/** The modules of a layer by the shapes of their weights; a bias has as many numbers as the weight has rows. */
const modules = ({ hidden_size: d, intermediate_size: inner }: Sizes): Readonly<Record<string, readonly number[]>> => ({
  layer_norm1: [d],
  'self_attn.q_proj': [d, d],
  'self_attn.k_proj': [d, d],
  'self_attn.v_proj': [d, d],
  'self_attn.out_proj': [d, d],
  layer_norm2: [d],
  'mlp.fc1': [inner, d],
  'mlp.fc2': [d, inner],
});

type Sizes = Pick<ClipTextConfig, 'vocab_size' | 'hidden_size' | 'max_position_embeddings' | 'intermediate_size'>;

/** Tensors of one layer with their shapes. */
function ofLayer(config: Sizes): [string, readonly number[]][] {
  return Object.entries(modules(config)).flatMap(([module, shape]) => [
    [`${module}.weight`, shape],
    [`${module}.bias`, shape.slice(0, 1)],
  ]);
}

/** Every tensor that the text model takes, by its key in `TextEncoder.tensors`, with its shape. */
export function textShapes(config: ClipTextConfig): ReadonlyMap<string, readonly number[]> {
  const layers = Array.from({ length: config.num_hidden_layers }, (_, i) => i).flatMap((i) =>
    ofLayer(config).map(([key, shape]) => [`encoder.layers.${i}.${key}`, shape] as const),
  );
  return new Map([...Object.entries(outside(config)), ...layers].map(([key, shape]) => [own + key, shape]));
}

/**
 * The text model of text_encoder/, under whichever of the known prefixes its keys stand. Only layers beyond the configuration's
 * `num_hidden_layers` come from clip/, each whole: Stable Diffusion 2 conditions on the state after its text_encoder's last layer, while
 * the text embedding needs clip/'s.
 * @throws CheckpointError, with key and file, where any other weight is missing
 */
export function textEncoder(
  config: ClipTextConfig,
  encoder: Checkpoint,
  clip: Checkpoint,
  { what = 'text_encoder', penultimate = false }: TextEncoderOptions = {},
): TextEncoder {
  const prefix = prefixOf(encoder);
  const mine = below(encoder, prefix);
  const stock = below(clip, own);
  const shipped = layersOf(mine);
  const layers = Math.max(config.num_hidden_layers, ...[...shipped, ...layersOf(stock)].map((layer) => layer + 1));
  const tensors = new Map<string, StoredTensor>();
  const take = (key: string, completes: boolean): void => {
    const tensor = (completes ? stock : mine).get(key);
    if (!tensor)
      throw completes ? missing(`clip/${own}${key}`, clip, stock) : missing(`${what}/${prefix}${key}`, encoder, mine);
    tensors.set(own + key, tensor);
  };
  for (const key of Object.keys(outside(config))) take(key, false);
  for (let layer = 0; layer < layers; layer++) {
    const completes = layer >= config.num_hidden_layers && !shipped.has(layer);
    for (const [key] of ofLayer(config)) take(`encoder.layers.${layer}.${key}`, completes);
  }
  const depth = { states: config.num_hidden_layers - (penultimate ? 1 : 0), normed: !penultimate };
  return { config: { ...config, num_hidden_layers: layers }, depth, tensors };
}

interface TextEncoderOptions {
  /** Its folder's name, for messages. */
  readonly what?: string;
  /** The U-Net takes the states before the last layer, as they are (Stable Diffusion XL). */
  readonly penultimate?: boolean;
}

/** The second text model of Stable Diffusion XL; its text embedding conditions the U-Net, too. */
export interface SecondText {
  /** Its tensors are those of the text model, and `text_projection.weight`. */
  readonly encoder: TextEncoder;
  readonly tokenizer: TokenizerFiles;
  /** Length of its text embeddings. */
  readonly projection: number;
  /** Of a negative prompt that is empty, states and text embedding are zeros (diffusers' `force_zeros_for_empty_prompt`). */
  readonly zerosForEmpty: boolean;
  /** The whole CLIP that it is of; absent: pictures get no vector in its space. */
  readonly clip?: PackClip;
}

/** The text model of text_encoder_2/, whole. @throws CheckpointError where a weight is missing */
export function secondText({ config, encoder, tokenizer, zerosForEmpty, clip }: SecondTextParts): SecondText {
  const nothing: Checkpoint = { tensors: new Map(), files: [] };
  const text = textEncoder(config, encoder, nothing, { what: 'text_encoder_2', penultimate: true });
  const projection = encoder.tensors.get(projectionKey);
  if (projection?.shape.length !== 2)
    throw new CheckpointError(`text_encoder_2/${projectionKey} is missing or no matrix`);
  return {
    encoder: { ...text, tensors: new Map([...text.tensors, [projectionKey, projection]]) },
    tokenizer,
    projection: projection.shape[0],
    zerosForEmpty,
    ...(clip && { clip: packClip(clip) }),
  };
}

const projectionKey = 'text_projection.weight';

/** The prefix with most of the text model's keys below it; transformers' own where there is none. */
function prefixOf(encoder: Checkpoint): string {
  const counts = prefixes.map((prefix) => below(encoder, prefix).size);
  return prefixes[counts.indexOf(Math.max(...counts))] ?? own;
}

/** The text model's tensors below a prefix, by the rest of their keys. */
function below({ tensors }: Checkpoint, prefix: string): ReadonlyMap<string, StoredTensor> {
  const found = [...tensors].filter(([key]) => key.startsWith(prefix) && weight.test(key.slice(prefix.length)));
  return new Map(found.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
}

function layersOf(tensors: ReadonlyMap<string, StoredTensor>): ReadonlySet<number> {
  const layers = [...tensors.keys()].map((key) => weight.exec(key)?.[1]);
  return new Set(layers.filter((layer) => layer !== undefined).map(Number));
}

/** Where none of the text model's weights was found, the message says what the keys are called instead. */
function missing(
  what: string,
  { tensors, files }: Checkpoint,
  found: ReadonlyMap<string, StoredTensor>,
): CheckpointError {
  const [first = 'nothing'] = tensors.keys();
  const instead = found.size === 0 ? `; its first key is ${first}` : '';
  return new CheckpointError(`${what} is missing from ${files.join(', ')}${instead}`);
}
