import { langevinLayers } from '../aesthetic/langevin.js';
import type { Layer } from '../aesthetic/langevin.js';
import type { PromptTokens } from '../aesthetic/personalise.js';
import type { Program } from '../graph/onnx.js';
import type { Cut } from '../models/vaeStrips.js';
import type { Pack } from '../pack/pack.js';
import type { SecondText, TextEncoder } from '../pack/textEncoder.js';
import type { ChosenDevice } from '../runtime/device.js';
import { memoryBudget } from '../runtime/memoryBudget.js';
import type { MemoryBudget } from '../runtime/memoryBudget.js';
import { openSession } from '../runtime/session.js';
import type { Session } from '../runtime/session.js';
import { createSessionCache } from '../runtime/sessionCache.js';
import type { Prepared, SessionBytes } from '../runtime/sessionCache.js';
import { sessionSize } from '../runtime/sessionSize.js';
import type { PreviewMatrix } from '../sampling/preview.js';
import { parseEmphasis } from '../text/emphasis.js';
import { endOfText } from '../text/prompt.js';
import { openTokenizer } from '../text/tokenizer.js';
import type { CacheCounts, DecoderName, Device, FloatPrecision, Recipe } from '../types.js';
import type { LoraPart } from '../weights/loraKeys.js';
import { programs, secondTextModel, textModel } from './programs.js';
import { withQuantisedUnet } from './quantisedUnet.js';

/** A tokenised prompt, how much each of its positions counts [k·L], and the words that did not fit. */
export interface WeightedPrompt extends PromptTokens {
  readonly weights: Float32Array;
  readonly cut: readonly string[];
}

/** Runs `use` with a model's session, opened if need be. */
export type WithSession = <T>(use: (session: Session) => Promise<T>) => Promise<T>;

/** Which of a pack's U-Nets: in the precision that was chosen, unless said otherwise. */
interface UnetForm extends Pick<Recipe, 'tokenDownsampling'> {
  /** Where fp16 overflowed, or 8 bits are compared. */
  readonly precision?: 'fp32';
}

/** A text model of an open pack. */
export interface TextTower {
  readonly textEncoder: TextEncoder;
  /** Length of its text embeddings. */
  readonly projection: number;
  /** One chunk of a text as it is, for its embedding. */
  readonly tokenize: (text: string) => PromptTokens;
  /** A prompt in chunks, its emphasis apart; `clipSkip` 2 takes the states of the layer before the one that the pack takes, and so on. */
  readonly tokenizePrompt: (prompt: string, clipSkip?: number) => WeightedPrompt;
  readonly text: WithSession;
  readonly adam: WithSession;
  readonly langevin: WithSession;
  /** The layers that `langevin` samples over. */
  readonly langevinLayers: () => readonly Layer[];
}

/** The models of an open pack. Sessions open on first use and stay while memory lasts. */
export interface Models extends ChosenDevice, TextTower {
  readonly pack: Pack;
  /** The second text model of Stable Diffusion XL; `Models` itself is the first, whose embeddings lie in the space of images'. */
  readonly second?: TextTower;
  readonly vision: WithSession;
  /** In the space of the second text model; absent where the pack has none, or no vision tower of its CLIP. */
  readonly secondVision?: WithSession;
  /** Only where the pack has one. */
  readonly checker: WithSession;
  readonly unet: (form?: UnetForm) => WithSession;
  /** `cut`: for pictures of that size alone, in strips. */
  readonly encoder: (precision: FloatPrecision, cut?: Cut) => WithSession;
  readonly decoder: (precision: FloatPrecision, cut?: Cut) => WithSession;
  /** Only where the pack has a tiny autoencoder. */
  readonly tinyDecoder: (precision: FloatPrecision) => WithSession;
  readonly tinyEncoder: (precision: FloatPrecision) => WithSession;
  /** What CLIP guidance sees of latents through a decoder, and its gradient. */
  readonly clipGuidance: (decoder: DecoderName) => WithSession;
  /** A preview matrix fitted to the first image decoded, where the pack brings none. */
  readonly previews: { fitted: PreviewMatrix | undefined };
  /** Images that go through the U-Net at once: as many as were asked for, and at most as many as have not failed. */
  readonly batch: { readonly asked: number | undefined; most: number };
  readonly budget: MemoryBudget;
  /** Of all requests so far. */
  readonly counts: { readonly texts: { hits: number; misses: number }; readonly sessions: CacheCounts };
  /** The same with other LoRAs: what they change has sessions of its own, by `key`, which holds all that tells the set from others. */
  readonly withLoras: (pack: Pack, key: string) => Models;
  /** The open sessions, those used longest ago first. */
  readonly sessions: () => SessionBytes[];
  readonly close: () => Promise<void>;
}

/** Opens no session yet; those that open keep to the budget. `batch`: images that go through the U-Net at once, where not as suits the device. */
export async function openModels(
  pack: Pack,
  chosen: ChosenDevice,
  budget = memoryBudget(),
  batch?: number,
): Promise<Models> {
  const cache = createSessionCache(budget);
  const { device, precision } = chosen;
  const prepared = (program: Program, where = device): Prepared => ({
    size: sessionSize(program, where),
    open: () => openSession(program, { device: where }),
  });
  const withSession = (name: keyof typeof programs, p: FloatPrecision, where: Device = device): WithSession => {
    const prepare = (): Prepared => prepared(programs[name](pack, p), where);
    return (f) => cache.with(`${name} ${p}`, prepare, f);
  };
  const vaeSession = (name: 'encoder' | 'decoder', p: FloatPrecision, size?: Cut): WithSession => {
    const prepare = (): Prepared => prepared(programs[name](pack, p, size));
    const key = size ? ` ${size.width}x${size.height}` : '';
    return (f) => cache.with(`${name} ${p}${key}`, prepare, f);
  };
  /** Of the models that LoRAs may change; those that a variant's do not are the pack's own. */
  const changed = (variant: Pack, key: string) => {
    const keyOf = (part: LoraPart): string => (additionsIn(variant, part) === additionsIn(pack, part) ? '' : key);
    const text = (name: keyof typeof programs, part: LoraPart): WithSession => {
      const prepare = (): Prepared => prepared(programs[name](variant, 'fp32'), textDevice(device));
      return (f) => cache.with(`${name} fp32${keyOf(part)}`, prepare, f);
    };
    const unet = ({ precision: other, tokenDownsampling }: UnetForm = {}): WithSession => {
      const p = other ?? precision;
      const prepare = async (): Promise<Prepared> => {
        const ready = p === 'int8' ? await withQuantisedUnet(variant) : variant;
        return prepared(programs.unet(ready, p, { ...(tokenDownsampling && { tokenDownsampling }) }));
      };
      const form = tokenDownsampling ? ` ${tokenDownsampling}` : '';
      return (f) => cache.with(`unet ${p}${form}${keyOf('unet')}`, prepare, f);
    };
    return {
      first: {
        text: text('text', 'text'),
        adam: text('adam', 'text'),
        langevin: text('langevin', 'text'),
        langevinLayers: () => langevinLayers(textModel(variant)),
      },
      second: {
        text: text('secondText', 'secondText'),
        adam: text('secondAdam', 'secondText'),
        langevin: text('secondLangevin', 'secondText'),
        langevinLayers: () => langevinLayers(secondTextModel(variant)),
      },
      unet,
    };
  };
  const { second, text, tokenizer, projection } = pack;
  const towers = {
    first: await openTower({ encoder: text, tokenizer, projection }),
    second: second && (await openTower(second)),
  };
  const of = (variant: Pack, key: string) => {
    const sessions = changed(variant, key);
    return {
      pack: variant,
      ...towers.first,
      ...sessions.first,
      ...(towers.second && { second: { ...towers.second, ...sessions.second } }),
      unet: sessions.unet,
    };
  };
  const models: Models = {
    ...chosen,
    ...of(pack, ''),
    vision: withSession('vision', 'fp32'),
    ...(second?.clip && { secondVision: withSession('secondVision', 'fp32') }),
    checker: withSession('checker', 'fp32'),
    encoder: (p, size) => vaeSession('encoder', p, size),
    decoder: (p, size) => vaeSession('decoder', p, size),
    tinyDecoder: (p) => withSession('tinyDecoder', p),
    tinyEncoder: (p) => withSession('tinyEncoder', p),
    clipGuidance: (decoder) => withSession(decoder === 'tiny' ? 'tinyClipGuidance' : 'clipGuidance', 'fp32'),
    previews: { fitted: undefined },
    batch: { asked: batch, most: Infinity },
    budget,
    counts: { texts: { hits: 0, misses: 0 }, sessions: cache.counts },
    withLoras: (variant, key) => ({ ...models, ...of(variant, ` with ${key}`) }),
    sessions: () => cache.list(),
    close: () => cache.close(),
  };
  return models;
}

/** How many products a pack's LoRAs add to a model's weights; one that is added to a pack changes the number, or not the model. */
function additionsIn({ loras }: Pack, part: LoraPart): number {
  return [...(loras?.[part].values() ?? [])].reduce((sum, { length }) => sum + length, 0);
}

/** A text model, but for its sessions. */
async function openTower({
  encoder,
  tokenizer: files,
  projection,
}: Pick<SecondText, 'encoder' | 'tokenizer' | 'projection'>): Promise<
  Omit<TextTower, 'text' | 'adam' | 'langevin' | 'langevinLayers'>
> {
  const tokenizer = await openTokenizer(files, encoder.config.max_position_embeddings);
  return {
    textEncoder: encoder,
    projection,
    tokenize: (text) => promptTokens(encoder, tokenizer.encode(text).ids),
    tokenizePrompt: (prompt, clipSkip = 1) => {
      const { ids, weights, cut } = tokenizer.encodePrompt(parseEmphasis(prompt));
      return { ...promptTokens(encoder, ids, clipSkip), weights, cut };
    },
  };
}

/** Ids of k chunks [k·L] as the text programs take them. */
export function promptTokens({ config, depth }: TextEncoder, ids: Int32Array, clipSkip = 1): PromptTokens {
  const length = config.max_position_embeddings;
  const starts = Array.from({ length: ids.length / length }, (_, chunk) => chunk * length);
  const ends = starts.map((start) => endOfText(ids.subarray(start, start + length), config));
  return { ids, ends, layer: depth.states - clipSkip };
}

/**
 * Where the text model runs. WebGPU's provider has no Loop: the CPU turns it, and ten steps on an H100 take ten times as long as on the
 * CPU beside it (docs/devices.md).
 */
function textDevice(device: Device): Device {
  return device === 'webgpu' ? 'cpu' : device;
}
