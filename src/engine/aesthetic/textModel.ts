import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { ClipTextConfig, ClipTextStates } from '../models/clipText.js';
import { clipText } from '../models/clipText.js';
import type { Places } from '../nn/attention.js';
import type { Linear } from '../nn/linear.js';
import type { Scope } from '../weights/scope.js';

/** A pack's text model as the programs of this folder take it. */
export interface TextModel {
  readonly config: ClipTextConfig;
  /** At `text_model`: the pack's text encoder, completed by clip/. */
  readonly scope: Scope;
  /** text_projection.weight [projection,d], frozen. */
  readonly projection: Tensor;
  /** The states that condition the U-Net go through the final norm. */
  readonly normed: boolean;
}

/** Some of a prompt's tokens: for each which of the distinct ids it is, and where it stands; all [n] int64. */
export interface TokenInputs extends Places {
  readonly slots: Tensor;
}

/**
 * What a prompt of k chunks is to the programs: the distinct ids of its N = k·L tokens, and for each token which of them it is.
 * Only those rows of the token table are trained; the tokens of each chunk up to its end-of-text, n in all, carry gradient (the mask is
 * causal, and chunks do not see each other).
 */
export interface PromptInputs {
  /** Distinct ids [U] int64. */
  readonly ids: Tensor;
  /** All N tokens. */
  readonly all: TokenInputs;
  /** The n tokens up to the ends of text. */
  readonly prompt: TokenInputs;
  /** Where the chunks' end-of-text tokens are among the N, and among the n; [k] int64. */
  readonly allEnds: Tensor;
  readonly promptEnds: Tensor;
  /** Which layer's states condition the U-Net, from 0; [1] int64. */
  readonly layer: Tensor;
  /** The aesthetic, normalised [1,projection]. */
  readonly target: Tensor;
}

export function promptInputs({ projection }: TextModel): PromptInputs {
  const whole = (name: string, size: string | number): Tensor => input(name, [size], 'int64');
  return {
    ids: whole('ids', 'U'),
    all: { slots: whole('slots', 'N'), places: whole('places', 'N'), positions: whole('positions', 'N') },
    prompt: {
      slots: whole('promptSlots', 'n'),
      places: whole('promptPlaces', 'n'),
      positions: whole('promptPositions', 'n'),
    },
    allEnds: whole('ends', 'k'),
    promptEnds: whole('promptEnds', 'k'),
    layer: whole('layer', 1),
    target: input('target', [1, projection.shape[0]]),
  };
}

/** The prompt's inputs in a program's order. */
export function promptInputList({ ids, all, prompt, allEnds, promptEnds, layer, target }: PromptInputs): Tensor[] {
  const list = ({ slots, places, positions }: TokenInputs): Tensor[] => [slots, places, positions];
  return [ids, ...list(all), ...list(prompt), allEnds, promptEnds, layer, target];
}

/** The two tables of which rows are trained: token rows [U,d] of the prompt, and positions [L,d]. */
export interface Tables {
  readonly tokens: Tensor;
  readonly positions: Tensor;
}

/** The tables before any step, θ₀. */
export function initialTables({ config, scope }: TextModel, ids: Tensor): Tables {
  const { vocab_size: vocabulary, hidden_size: width, max_position_embeddings: length } = config;
  const embeddings = scope.at('embeddings');
  const table = embeddings.get('token_embedding.weight', [vocabulary, width]);
  // Cast after the rows are taken: the table would take twice its file's size, and few rows are used.
  const stored = table.node.op === 'Cast' ? table.node.inputs[0] : table;
  return {
    tokens: o.cast(o.gather(stored, ids), table.dtype),
    positions: embeddings.get('position_embedding.weight', [length, width]),
  };
}

/** The text model on some tokens. */
export function encode(
  { config }: TextModel,
  scope: Scope,
  tables: Tables,
  tokens: TokenInputs,
  linear?: Linear,
): ClipTextStates {
  const rows = o.gather(tables.tokens, tokens.slots);
  const positionRows = o.gather(tables.positions, tokens.positions);
  return clipText(config, scope, { ...tokens, rows, positionRows }, linear);
}

/** The text embeddings z [k,projection]: projected last states at the `ends` [k] of text. */
function textEmbedding({ projection }: TextModel, last: Tensor, ends: Tensor): { pooled: Tensor; embedding: Tensor } {
  const pooled = o.gather(last, ends);
  return { pooled, embedding: o.gemm(pooled, projection, { transB: true }) };
}

/** The mean of s = z·e / |z| over `texts` [1] many texts, for e of unit length. [k,p] and [1,p] → []. */
function cosineTo(embedding: Tensor, target: Tensor, texts: Tensor): Tensor {
  const dot = o.reduceSum(o.mul(embedding, target), [1]);
  const norm = o.sqrt(o.reduceSum(o.mul(embedding, embedding), [1]));
  return o.reshape(o.div(o.reduceSum(o.div(dot, norm), [0]), texts), []);
}

/** The cosine to the aesthetic, [], from the last layer's states [n,d] of the prompt's tokens: of a long prompt, its chunks' mean. */
export function promptCosine(model: TextModel, prompt: PromptInputs, last: Tensor): Tensor {
  const texts = o.cast(o.sizeOf(prompt.promptEnds, 0), 'float32');
  return cosineTo(textEmbedding(model, last, prompt.promptEnds).embedding, prompt.target, texts);
}

/** What every program ends with: all tokens encoded once, as `states` [N,d], `pooled` [k,d] and `embedding` [k,projection]. */
export function encodeAll(
  model: TextModel,
  prompt: PromptInputs,
  forward: (tokens: TokenInputs) => ClipTextStates,
): { states: Tensor; pooled: Tensor; embedding: Tensor } {
  const { layers, last, finalNorm } = forward(prompt.all);
  const [tokens, width] = last.shape;
  // One of the layers is taken as the program runs: a program for each would hold the weights again.
  const stacked = o.concat(
    layers.map((states) => o.reshape(states, [1, tokens, width])),
    0,
  );
  const taken = o.reshape(o.gather(stacked, prompt.layer), [tokens, width]);
  const states = model.normed ? finalNorm(taken) : taken;
  return { states, ...textEmbedding(model, last, prompt.allEnds) };
}
