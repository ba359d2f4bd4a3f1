import * as o from '../graph/ops.js';
import { constant, input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { ClipTextConfig, ClipTextDepth } from '../models/clipText.js';
import { clipText } from '../models/clipText.js';
import type { Linear } from '../nn/linear.js';
import type { Scope } from '../weights/scope.js';

/** A pack's text model as the programs of this folder take it. */
export interface TextModel {
  readonly config: ClipTextConfig;
  readonly depth: ClipTextDepth;
  /** At `text_model`: the pack's text encoder, completed by clip/. */
  readonly scope: Scope;
  /** text_projection.weight [projection,d], frozen. */
  readonly projection: Tensor;
}

/**
 * What a prompt is to the programs: the distinct ids of its L tokens, and for each token which of them it is.
 * Only those rows of the token table are trained; the first n tokens, up to end-of-text, carry gradient (the mask is causal).
 */
export interface PromptInputs {
  /** Distinct ids [U] int64. */
  readonly ids: Tensor;
  /** Of all L tokens [L] int64, indices into `ids`. */
  readonly slots: Tensor;
  /** Of the tokens up to end-of-text [n] int64. */
  readonly promptSlots: Tensor;
  /** 0 … n−1, [n] int64. */
  readonly promptPositions: Tensor;
  /** The aesthetic, normalised [1,projection]. */
  readonly target: Tensor;
}

export function promptInputs({ config, projection }: TextModel): PromptInputs {
  return {
    ids: input('ids', ['U'], 'int64'),
    slots: input('slots', [config.max_position_embeddings], 'int64'),
    promptSlots: input('promptSlots', ['n'], 'int64'),
    promptPositions: input('promptPositions', ['n'], 'int64'),
    target: input('target', [1, projection.shape[0]]),
  };
}

/** The prompt's inputs in a program's order. */
export function promptInputList(prompt: PromptInputs): Tensor[] {
  return [prompt.ids, prompt.slots, prompt.promptSlots, prompt.promptPositions, prompt.target];
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

/** The text model on some of its positions: `slots` and `positions` [n] → states and last layer [n,d]. */
export function encode(
  { config, depth }: TextModel,
  scope: Scope,
  tables: Tables,
  slots: Tensor,
  positions: Tensor,
  linear?: Linear,
): { states: Tensor; last: Tensor } {
  const rows = o.gather(tables.tokens, slots);
  const positionRows = o.gather(tables.positions, positions);
  return clipText(config, scope, depth, { rows, positions, positionRows }, linear);
}

/** The text embedding z [1,projection]: the projected last state [n,d] at `end`, the end-of-text token's index [1] int64. */
function textEmbedding({ projection }: TextModel, last: Tensor, end: Tensor): { pooled: Tensor; embedding: Tensor } {
  const pooled = o.gather(last, end);
  return { pooled, embedding: o.gemm(pooled, projection, { transB: true }) };
}

/** s = z·e / |z| for e of unit length. [1,p] and [1,p] → []. */
function cosineTo(embedding: Tensor, target: Tensor): Tensor {
  const dot = o.reduceSum(o.mul(embedding, target), [1]);
  const norm = o.sqrt(o.reduceSum(o.mul(embedding, embedding), [1]));
  return o.reshape(o.div(dot, norm), []);
}

/** Index of the end-of-text token among the n, [1] int64. */
function endIndex({ promptSlots }: PromptInputs): Tensor {
  return o.sub(o.sizeOf(promptSlots, 0), 1);
}

/** The cosine to the aesthetic, [], from the last layer's states [n,d] of the prompt's tokens. */
export function promptCosine(model: TextModel, prompt: PromptInputs, last: Tensor): Tensor {
  return cosineTo(textEmbedding(model, last, endIndex(prompt)).embedding, prompt.target);
}

/** What every program ends with: all L positions encoded once, as `states` [L,d], `pooled` [1,d] and `embedding` [1,projection]. */
export function encodeAll(
  model: TextModel,
  prompt: PromptInputs,
  forward: (slots: Tensor, positions: Tensor) => { states: Tensor; last: Tensor },
): { states: Tensor; pooled: Tensor; embedding: Tensor } {
  const length = model.config.max_position_embeddings;
  const { states, last } = forward(prompt.slots, constant([...Array(length).keys()], [length], 'int64'));
  return { states, ...textEmbedding(model, last, endIndex(prompt)) };
}
