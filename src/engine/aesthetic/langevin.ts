import { grad } from '../graph/grad.js';
import { loop } from '../graph/loop.js';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { langevinStep } from '../graph/optimisers.js';
import { constant, input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { ClipTextStates } from '../models/clipText.js';
import type { Linear } from '../nn/linear.js';
import { linear as plainLinear } from '../nn/linear.js';
import { encode, encodeAll, initialTables, promptCosine, promptInputList, promptInputs } from './textModel.js';
import type { PromptInputs, TextModel, TokenInputs } from './textModel.js';

/** A linear layer of the text model; layers that share an input (q, k, v) have the same `inputIndex`. */
export interface Layer {
  readonly inputIndex: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
}

/**
 * Stochastic gradient Langevin dynamics (Welling & Teh 2011) over the weights and biases of the text model's linear layers, within the span of the prompt's
 * inputs to them, and the encoding that follows, as one program.
 *
 * A step of ascent changes [W,b] by dYᵀ[X,1]: its rows lie in the span of the n rows of [X,1]. With an orthonormal basis Q [r,in+1] of those rows before any step, the
 * change is DᵀQ, and y = x·W₀ᵀ + b₀ + ([x,1]·Qᵀ)·D. The program carries D [r,out]; as Q's rows are orthonormal, noise on D is noise on the weights, projected
 * on the span, and ‖D‖² is the squared distance from W₀ and b₀. Tables and norms stay as they are.
 *
 * U = (goal − c)²/(2·tolerance²) + Σ‖D‖²/(2·width²); a step is D ← D − η∇U + √(2ητ)·ξ.
 *
 * Inputs: `PromptInputs`; `steps` [] int64; of each step its `stepSizes` η [T] and `temperatures` τ [T]; `goal`, `tolerance`, `width` []; of each input `basis{j}` [r,in] and
 * `basisBias{j}` [r]; of each layer `start{i}` [r,out] and `noise{i}` [T,r,out]. Outputs: `states`, `pooled`, `embedding`; `cosines` and `squares` (‖∂c/∂D‖²) before each step;
 * `end{i}` [r,out]; and `inputs{j}` [n,in], what each layer gets before any step, of which the basis is made.
 */
export function langevinProgram(model: TextModel): Program {
  const prompt = promptInputs(model);
  const steps = input('steps', [], 'int64');
  const [stepSizes, temperatures] = [input('stepSizes', ['T']), input('temperatures', ['T'])];
  const [goal, tolerance, width] = ['goal', 'tolerance', 'width'].map((name) => input(name, []));
  const tables = initialTables(model, prompt.ids);

  const { layers, inputs } = layersOf(model, prompt);
  const ranks = inputs.map((_, j) => `r${j}`);
  const basis = inputs.map((x, j) => input(`basis${j}`, [ranks[j], x.shape[1]]));
  const basisBias = ranks.map((rank, j) => input(`basisBias${j}`, [rank]));
  const starts = layers.map(({ inputIndex, outFeatures }, i) => input(`start${i}`, [ranks[inputIndex], outFeatures]));
  const noises = layers.map(({ inputIndex, outFeatures }, i) =>
    input(`noise${i}`, ['T', ranks[inputIndex], outFeatures]),
  );

  const forward = (changes: readonly Tensor[], tokens: TokenInputs): ClipTextStates => {
    const coordinates = new Map<Tensor, Tensor>();
    let next = 0;
    const linear: Linear = (x, scope, outFeatures) => {
      const index = next++;
      const { inputIndex: j } = layers[index];
      const known = coordinates.get(x) ?? o.gemm(x, basis[j], { transB: true, c: basisBias[j] });
      coordinates.set(x, known);
      return o.gemm(known, changes[index], { c: plainLinear(x, scope, outFeatures) });
    };
    return encode(model, model.scope, tables, tokens, linear);
  };
  const inOrder = (values: Readonly<Record<string, Tensor>>): Tensor[] => layers.map((_, i) => values[`d${i}`]);
  const named = (values: readonly Tensor[]): Record<string, Tensor> =>
    Object.fromEntries(values.map((value, i) => [`d${i}`, value]));

  const turns = loop({
    trips: steps,
    carried: named(starts),
    body: (index, values) => {
      const changes = inOrder(values);
      const at = o.reshape(index, [1]);
      const scalarAt = (list: Tensor): Tensor => o.reshape(o.gather(list, at), []);
      const cosine = promptCosine(model, prompt, forward(changes, prompt.prompt).last);
      const gradients = grad(cosine, changes);
      const square = gradients
        .map((g) => o.reshape(o.reduceSum(o.mul(g, g), [0, 1]), []))
        .reduce((a, b) => o.add(a, b));
      const pull = o.div(o.sub(goal, cosine), o.mul(tolerance, tolerance));
      const [stepSize, temperature] = [stepSizes, temperatures].map(scalarAt);
      const next = changes.map((change, i) => {
        const descent = o.sub(o.mul(gradients[i], pull), o.div(change, o.mul(width, width)));
        const noise = o.reshape(o.gather(noises[i], at), change.shape);
        return langevinStep(change, descent, { stepSize, temperature, noise });
      });
      return { next: named(next), condition: constant([1], [], 'bool'), scans: [cosine, square] };
    },
  });

  const ends = inOrder(turns.carried);
  const encoded = encodeAll(model, prompt, (tokens) => forward(ends, tokens));
  return {
    inputs: [
      ...promptInputList(prompt),
      ...[steps, stepSizes, temperatures, goal, tolerance, width],
      ...[...basis, ...basisBias, ...starts, ...noises],
    ],
    outputs: {
      ...encoded,
      cosines: turns.scans[0],
      squares: turns.scans[1],
      ...Object.fromEntries(ends.map((end, i) => [`end${i}`, end])),
      ...Object.fromEntries(inputs.map((x, j) => [`inputs${j}`, o.identity(x)])),
    },
  };
}

/** The linear layers of a text model in the order in which it takes them. */
export function langevinLayers(model: TextModel): readonly Layer[] {
  return layersOf(model, promptInputs(model)).layers;
}

/** The layers, and the distinct inputs [n,in] that they get for a prompt before any step. */
function layersOf(
  model: TextModel,
  prompt: PromptInputs,
): { readonly layers: readonly Layer[]; readonly inputs: readonly Tensor[] } {
  const layers: Layer[] = [];
  const indexes = new Map<Tensor, number>();
  const record: Linear = (x, scope, outFeatures) => {
    const inputIndex = indexes.get(x) ?? indexes.size;
    indexes.set(x, inputIndex);
    layers.push({ inputIndex, inFeatures: x.shape[1] as number, outFeatures });
    return plainLinear(x, scope, outFeatures);
  };
  encode(model, model.scope, initialTables(model, prompt.ids), prompt.prompt, record);
  return { layers, inputs: [...indexes.keys()] };
}
