import { freshDim } from '../graph/dims.js';
import { grad } from '../graph/grad.js';
import { loop } from '../graph/loop.js';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { ascent } from '../graph/optimisers.js';
import { constant, input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { ClipTextStates } from '../models/clipText.js';
import type { Linear } from '../nn/linear.js';
import { linear as plainLinear } from '../nn/linear.js';
import { overlay, recordingScope } from '../weights/scope.js';
import type { Scope } from '../weights/scope.js';
import { encode, encodeAll, initialTables, promptCosine, promptInputList, promptInputs } from './textModel.js';
import type { PromptInputs, Tables, TextModel, TokenInputs } from './textModel.js';

/** Inputs that choose the step size, all []: a raw `lr`, or a cosine `goal` to reach within `tolerance` in `stepsToGoal` steps (equal gain). */
type StepInputs = Readonly<Record<'raw' | 'lr' | 'goal' | 'stepsToGoal' | 'tolerance', Tensor>>;

/** A linear layer of the text model. Layers that share an input (q, k, v) have the same `inputIndex`, and share its past values. */
interface Layer {
  readonly inputIndex: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
}

/** The parameters of a forward pass: its linear layers in order, and its other parameters, those of the norms, by key. */
interface Parameters {
  readonly layers: readonly Layer[];
  readonly norms: ReadonlyMap<string, Tensor>;
}

/**
 * Value of every carried tensor by name: `x3` and `d5` are past inputs and output gradients of layers (X̂ and D̂ below); `tokens` and
 * `positions` the tables; `norms` all parameters of norms one after another, since fifty small tensors would cost a dozen operations each.
 */
type State = Readonly<Record<string, Tensor>>;
/** The carried parameters that the optimiser updates directly. */
const updatedDirectly = ['tokens', 'positions', 'norms'] as const;

/**
 * Personalising by gradient ascent without copying a weight, and the encoding that follows, as one program.
 *
 * The gradient of a linear layer over n tokens is dYᵀX, of rank n at most. After t steps y = x·W₀ᵀ + (x·X̂ᵀ)·D̂, where X̂ and D̂ stack the
 * layer's inputs and output gradients of all steps so far, D̂'s rows times their step's ε. The bias, whose gradient is 1ᵀdY, is a
 * weight of an input that is always 1, so that y = x·W₀ᵀ + b₀ + (x·X̂ᵀ + 1)·D̂. W₀ and b₀ stay constants; everything else (norms,
 * token and position rows) is small and updated as it is. Equal to ascent on copied weights to rounding.
 *
 * Inputs: `PromptInputs`, `maxSteps` [] int64 (0 encodes with the weights as they are) and `StepInputs`. Outputs: `states` [N,d], `pooled` [k,d],
 * `embedding` [k,projection], and `cosines` and `stepSizes`, one for each iteration.
 */
export function ascentProgram(model: TextModel): Program {
  const prompt = promptInputs(model);
  const maxSteps = input('maxSteps', [], 'int64');
  const stepInputs: StepInputs = {
    raw: input('raw', [], 'bool'),
    lr: input('lr', []),
    goal: input('goal', []),
    stepsToGoal: input('stepsToGoal', []),
    tolerance: input('tolerance', []),
  };
  const start = initialTables(model, prompt.ids);
  const parameters = findParameters(model, prompt, start);
  const { carried, shapes } = initialState(parameters, start);

  const steps = loop({
    trips: maxSteps,
    carried,
    shapes,
    body: (index, state) => step(model, prompt, stepInputs, parameters, index, state),
  });

  const encoded = encodeAll(model, prompt, (tokens) => forward(model, parameters, steps.carried, tokens));
  return {
    inputs: [...promptInputList(prompt), maxSteps, ...Object.values(stepInputs)],
    outputs: { ...encoded, cosines: steps.scans[0], stepSizes: steps.scans[1] },
  };
}

/** Runs the forward pass once to see which layers and norms it takes. */
function findParameters(model: TextModel, prompt: PromptInputs, start: Tables): Parameters {
  const layers: Layer[] = [];
  const norms = new Map<string, Tensor>();
  const inputs = new Map<Tensor, number>();
  const scope = recordingScope(model.scope, (key, tensor) => {
    norms.set(key, tensor);
  });
  const recordLayer: Linear = (x, place, outFeatures) => {
    const inputIndex = inputs.get(x) ?? inputs.size;
    inputs.set(x, inputIndex);
    layers.push({ inputIndex, inFeatures: x.shape[1] as number, outFeatures });
    // Only its shape matters here.
    return input(place.path, [x.shape[0], outFeatures]);
  };
  encode(model, scope, start, prompt.prompt, recordLayer);
  return { layers, norms };
}

/** Past inputs and gradients start as one row of zeros: it adds nothing, and no device has to multiply empty matrices. */
function initialState(
  { layers, norms }: Parameters,
  start: Tables,
): { carried: State; shapes: Record<string, Tensor['shape']> } {
  const carried: Record<string, Tensor> = { ...start, norms: o.concat([...norms.values()], 0) };
  const shapes: Record<string, Tensor['shape']> = {};
  const rows = freshDim();
  const startRow = (name: string, size: number): void => {
    carried[name] ??= constant(new Float32Array(size), [1, size]);
    shapes[name] = [rows, size];
  };
  layers.forEach((layer, i) => {
    startRow(`x${layer.inputIndex}`, layer.inFeatures);
    startRow(`d${i}`, layer.outFeatures);
  });
  return { carried, shapes };
}

/** The text model with the weights that `state` stands for. `onLayer` is called with each layer's input and output. */
function forward(
  model: TextModel,
  { layers, norms }: Parameters,
  state: State,
  tokens: TokenInputs,
  onLayer?: (x: Tensor, y: Tensor) => void,
): ClipTextStates & { readonly norms: ReadonlyMap<string, Tensor> } {
  const products = new Map<Tensor, Tensor>();
  let next = 0;
  const linear: Linear = (x, scope: Scope, outFeatures) => {
    const index = next++;
    const { inputIndex } = layers[index];
    const product = products.get(x) ?? o.add(o.gemm(x, state[`x${inputIndex}`], { transB: true }), 1);
    products.set(x, product);
    const y = o.gemm(product, state[`d${index}`], { c: plainLinear(x, scope, outFeatures) });
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
  return { ...encode(model, overlay(model.scope, current), tables, tokens, linear), norms: current };
}

/** One step: the cosine, its gradient in factors, a step size, and the state after the step. */
function step(
  model: TextModel,
  prompt: PromptInputs,
  stepInputs: StepInputs,
  parameters: Parameters,
  index: Tensor,
  state: State,
): { next: State; condition: Tensor; scans: Tensor[] } {
  const [xs, ys]: [Tensor[], Tensor[]] = [[], []];
  const { last, norms } = forward(model, parameters, state, prompt.prompt, (x, y) => {
    xs.push(x);
    ys.push(y);
  });
  const cosine = promptCosine(model, prompt, last);
  const gradients = grad(cosine, [...ys, state.tokens, state.positions, ...norms.values()]);
  const layerGradients = gradients.slice(0, ys.length);
  const [tokens, positions, ...perNorm] = gradients.slice(ys.length);
  const directGradients = { tokens, positions, norms: o.concat(perNorm, 0) };

  const squares = [
    squaredNorm(xs, layerGradients),
    ...updatedDirectly.map((key) => sumOfSquares(directGradients[key])),
  ];
  const { stepSize, condition } = chooseStep(stepInputs, cosine, squares.reduce(o.add), index);

  const next: Record<string, Tensor> = {};
  parameters.layers.forEach(({ inputIndex }, i) => {
    next[`x${inputIndex}`] ??= o.concat([state[`x${inputIndex}`], xs[i]], 0);
    next[`d${i}`] = o.concat([state[`d${i}`], o.mul(layerGradients[i], stepSize)], 0);
  });
  const { update } = ascent(stepSize);
  for (const key of updatedDirectly) next[key] = update(state[key], directGradients[key], {}, index).parameter;
  return { next, condition, scans: [cosine, stepSize] };
}

/**
 * Equal gain: ε_t = (goal − c_t) / (max(1, N − t)·‖g_t‖²), since a step of ε gains ε‖g‖² to first order; 0 and the end
 * where |goal − c_t| < tolerance. Raw: ε as given.
 */
function chooseStep(
  { raw, lr, goal, stepsToGoal, tolerance }: StepInputs,
  cosine: Tensor,
  norm2: Tensor,
  index: Tensor,
): { stepSize: Tensor; condition: Tensor } {
  const distance = o.sub(goal, cosine);
  const notThere = o.greaterOrEqual(o.abs(distance), tolerance);
  const stepsLeft = o.max(o.sub(stepsToGoal, o.cast(index, 'float32')), 1);
  const equalGain = o.where(notThere, o.div(distance, o.mul(stepsLeft, norm2)), 0);
  return { stepSize: o.where(raw, lr, equalGain), condition: o.or(raw, notThere) };
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
