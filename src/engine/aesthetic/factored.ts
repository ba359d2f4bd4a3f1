import { freshDim } from '../graph/dims.js';
import { grad } from '../graph/grad.js';
import { loop } from '../graph/loop.js';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { ascent } from '../graph/optimisers.js';
import { constant, input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { Linear } from '../nn/linear.js';
import { linear as plainLinear } from '../nn/linear.js';
import { overlay, recorded } from '../weights/scope.js';
import type { Scope } from '../weights/scope.js';
import { encode, encodeAll, initialTables, promptCosine, promptInputList, promptInputs } from './textModel.js';
import type { PromptInputs, Tables, TextModel } from './textModel.js';

/** What steers the ascent, all []: a raw step size `lr`, or a `goal` to land on (equal gain) in `aim` steps, N, and how near. */
type Steering = Readonly<Record<'raw' | 'lr' | 'goal' | 'aim' | 'within', Tensor>>;

/** A linear layer of the text model; layers that share an input (q, k, v) share its history. */
interface Layer {
  readonly source: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
}

/** What a forward pass takes: its linear layers in order, and its other parameters, those of the norms, by key. */
interface Anatomy {
  readonly layers: readonly Layer[];
  readonly norms: ReadonlyMap<string, Tensor>;
}

/**
 * Value of every carried tensor by name: `x3` and `d5` are histories; `tokens` and `positions` the tables; `norms` all parameters of
 * norms one after another, since fifty small tensors would cost a dozen operations each.
 */
type State = Readonly<Record<string, Tensor>>;
/** The carried tensors that are updated as they are. */
const small = ['tokens', 'positions', 'norms'] as const;

/**
 * Gradient ascent on the text model without copying a weight, and the encoding that follows, as one program.
 *
 * The gradient of a linear layer over n tokens is dYᵀX, of rank n at most. After t steps y = x·W₀ᵀ + (x·X̂ᵀ)·D̂, where X̂ and D̂ stack the
 * layer's inputs and output gradients of all steps so far, D̂'s rows times their step's ε. The bias, whose gradient is 1ᵀdY, is a
 * weight of an input that is always 1, so that y = x·W₀ᵀ + b₀ + (x·X̂ᵀ + 1)·D̂. W₀ and b₀ stay constants; everything else (norms,
 * token and position rows) is small and updated as it is. Equal to ascent on copied weights to rounding.
 *
 * Inputs: `PromptInputs`, `trips` (steps at most; 0 encodes plainly) and the steering. Outputs: `states` [L,d], `pooled` [1,d],
 * `embedding` [1,projection], and `cosines` and `stepSizes`, one a turn.
 */
export function factoredProgram(model: TextModel): Program {
  const prompt = promptInputs(model);
  const trips = input('trips', [], 'int64');
  const steering: Steering = {
    raw: input('raw', [], 'bool'),
    lr: input('lr', []),
    goal: input('goal', []),
    aim: input('aim', []),
    within: input('within', []),
  };
  const start = initialTables(model, prompt.ids);
  const anatomy = survey(model, prompt, start);
  const { carried, shapes } = initialState(anatomy, start);

  const climb = loop({
    trips,
    carried,
    shapes,
    body: (turn, state) => step(model, prompt, steering, anatomy, turn, state),
  });

  const encoded = encodeAll(model, prompt, (slots, positions) =>
    forward(model, anatomy, climb.carried, slots, positions),
  );
  return {
    inputs: [...promptInputList(prompt), trips, ...Object.values(steering)],
    outputs: { ...encoded, cosines: climb.scans[0], stepSizes: climb.scans[1] },
  };
}

function survey(model: TextModel, prompt: PromptInputs, start: Tables): Anatomy {
  const layers: Layer[] = [];
  const norms = new Map<string, Tensor>();
  const sources = new Map<Tensor, number>();
  const scope = recorded(model.scope, (key, tensor) => {
    norms.set(key, tensor);
  });
  const note: Linear = (x, place, outFeatures) => {
    const source = sources.get(x) ?? sources.size;
    sources.set(x, source);
    layers.push({ source, inFeatures: x.shape[1] as number, outFeatures });
    // Only its shape matters here.
    return input(place.path, [x.shape[0], outFeatures]);
  };
  encode(model, scope, start, prompt.promptSlots, prompt.promptPositions, note);
  return { layers, norms };
}

/** Histories start as one row of zeros: it adds nothing, and no device has to multiply empty matrices. */
function initialState(
  { layers, norms }: Anatomy,
  start: Tables,
): { carried: State; shapes: Record<string, Tensor['shape']> } {
  const carried: Record<string, Tensor> = { ...start, norms: o.concat([...norms.values()], 0) };
  const shapes: Record<string, Tensor['shape']> = {};
  const rows = freshDim();
  const history = (name: string, size: number): void => {
    carried[name] ??= constant(new Float32Array(size), [1, size]);
    shapes[name] = [rows, size];
  };
  layers.forEach((layer, i) => {
    history(`x${layer.source}`, layer.inFeatures);
    history(`d${i}`, layer.outFeatures);
  });
  return { carried, shapes };
}

/** The text model with the weights that `state` stands for; `onLayer` hears of each layer's input and output. */
function forward(
  model: TextModel,
  { layers, norms }: Anatomy,
  state: State,
  slots: Tensor,
  positions: Tensor,
  onLayer?: (x: Tensor, y: Tensor) => void,
): { states: Tensor; last: Tensor; norms: ReadonlyMap<string, Tensor> } {
  const reaches = new Map<Tensor, Tensor>();
  let next = 0;
  const linear: Linear = (x, scope: Scope, outFeatures) => {
    const index = next++;
    const { source } = layers[index];
    const reach = reaches.get(x) ?? o.add(o.gemm(x, state[`x${source}`], { transB: true }), 1);
    reaches.set(x, reach);
    const y = o.gemm(reach, state[`d${index}`], { c: plainLinear(x, scope, outFeatures) });
    onLayer?.(x, y);
    return y;
  };
  const current = new Map<string, Tensor>();
  let start = 0;
  for (const [key, { shape }] of norms) {
    const end = start + (shape[0] as number);
    current.set(key, o.slice(state.norms, 0, start, end));
    start = end;
  }
  const tables = { tokens: state.tokens, positions: state.positions };
  return { ...encode(model, overlay(model.scope, current), tables, slots, positions, linear), norms: current };
}

/** One turn: the cosine, its gradient in factors, a step size, and the state after the step. */
function step(
  model: TextModel,
  prompt: PromptInputs,
  steering: Steering,
  anatomy: Anatomy,
  turn: Tensor,
  state: State,
): { next: State; goOn: Tensor; scans: Tensor[] } {
  const [xs, ys]: [Tensor[], Tensor[]] = [[], []];
  const { last, norms } = forward(model, anatomy, state, prompt.promptSlots, prompt.promptPositions, (x, y) => {
    xs.push(x);
    ys.push(y);
  });
  const cosine = promptCosine(model, prompt, last);
  const gradients = grad(cosine, [...ys, state.tokens, state.positions, ...norms.values()]);
  const layerGradients = gradients.slice(0, ys.length);
  const [tokens, positions, ...perNorm] = gradients.slice(ys.length);
  const smallGradients = { tokens, positions, norms: o.concat(perNorm, 0) };

  const squares = [squaredNorm(xs, layerGradients), ...small.map((key) => sumOfSquares(smallGradients[key]))];
  const { stepSize, goOn } = chooseStep(steering, cosine, squares.reduce(o.add), turn);

  const next: Record<string, Tensor> = {};
  anatomy.layers.forEach(({ source }, i) => {
    next[`x${source}`] ??= o.concat([state[`x${source}`], xs[i]], 0);
    next[`d${i}`] = o.concat([state[`d${i}`], o.mul(layerGradients[i], stepSize)], 0);
  });
  const { update } = ascent(stepSize);
  for (const key of small) next[key] = update(state[key], smallGradients[key], {}, turn).parameter;
  return { next, goOn, scans: [cosine, stepSize] };
}

/**
 * Equal gain: ε_t = (goal − c_t) / (max(1, N − t)·‖g_t‖²), since a step of ε gains ε‖g‖² to first order; 0 and the end
 * where |goal − c_t| < within. Raw: ε as given.
 */
function chooseStep(
  { raw, lr, goal, aim, within }: Steering,
  cosine: Tensor,
  norm2: Tensor,
  turn: Tensor,
): { stepSize: Tensor; goOn: Tensor } {
  const lack = o.sub(goal, cosine);
  const far = o.greaterOrEqual(o.abs(lack), within);
  const share = o.max(o.sub(aim, o.cast(turn, 'float32')), 1);
  const gain = o.where(far, o.div(lack, o.mul(share, norm2)), 0);
  return { stepSize: o.where(raw, lr, gain), goOn: o.or(raw, far) };
}

/**
 * Of the gradients of layers' weights and biases, ‖dYᵀX‖² + ‖1ᵀdY‖² = ⟨XXᵀ + 1, dYdYᵀ⟩: products of n×n in place of the gradient.
 * `xs` [n,in] and `dys` [n,out] by layer; the sum over all layers, [].
 */
function squaredNorm(xs: readonly Tensor[], dys: readonly Tensor[]): Tensor {
  const gram = (a: Tensor): Tensor => o.gemm(a, a, { transB: true });
  const grams = new Map<Tensor, Tensor>();
  xs.forEach((x, i) => {
    const [known, more] = [grams.get(x), gram(dys[i])];
    grams.set(x, known ? o.add(known, more) : more);
  });
  // One below the other, so that the rest is done once and not for every layer.
  const rows = freshDim();
  const ofInputs = o.concat([...grams.keys()].map(gram), 0, rows);
  return total(o.mul(o.add(ofInputs, 1), o.concat([...grams.values()], 0, rows)));
}

function sumOfSquares(g: Tensor): Tensor {
  return total(o.mul(g, g));
}

/** The sum of all values, []. */
function total(x: Tensor): Tensor {
  return o.reshape(o.reduceSum(x, [...x.shape.keys()]), []);
}
