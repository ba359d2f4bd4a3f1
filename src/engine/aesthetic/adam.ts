import { grad } from '../graph/grad.js';
import { loop } from '../graph/loop.js';
import type { Program } from '../graph/onnx.js';
import { adam } from '../graph/optimisers.js';
import type { Optimiser } from '../graph/optimisers.js';
import { constant, input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { ClipTextStates } from '../models/clipText.js';
import { overlay, recordingScope } from '../weights/scope.js';
import { encode, encodeAll, initialTables, promptCosine, promptInputList, promptInputs } from './textModel.js';
import type { TextModel, TokenInputs } from './textModel.js';

/** Personalising by Adam, as the paper's authors do: `optimiserProgram` with Adam. */
export function adamProgram(model: TextModel): Program {
  return optimiserProgram(model, adam);
}

/**
 * Personalising by any optimiser, as one program: every weight of the text model is copied, carried from step to step and changed by the
 * optimiser; then all tokens are encoded. It takes several times the weights' memory, which ascent.ts avoids.
 *
 * Inputs: `PromptInputs`, `maxSteps` [] int64 and `lr` []. Outputs: `states` [N,d], `pooled` [k,d], `embedding` [k,projection], `cosines`.
 */
export function optimiserProgram(model: TextModel, optimiser: (lr: Tensor) => Optimiser): Program {
  const prompt = promptInputs(model);
  const [maxSteps, lr] = [input('maxSteps', [], 'int64'), input('lr', [])];
  const { init, update } = optimiser(lr);

  const parameters = new Map<string, Tensor>();
  const start = initialTables(model, prompt.ids);
  const recording = recordingScope(model.scope, (key, tensor) => void parameters.set(key, tensor));
  encode(model, recording, start, prompt.prompt);
  for (const [key, tensor] of Object.entries(start)) parameters.set(key, tensor as Tensor);

  const keys = [...parameters.keys()];
  const stateOf = (key: string, state: Readonly<Record<string, Tensor>>): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(state).map(([name, t]) => [`${key}/${name}`, t]));
  const carried = Object.assign(
    {},
    ...keys.map((key) => ({ [key]: parameters.get(key)!, ...stateOf(key, init(parameters.get(key)!)) })),
  ) as Record<string, Tensor>;

  const forward = (values: Readonly<Record<string, Tensor>>, tokenInputs: TokenInputs): ClipTextStates => {
    const { tokens, positions: positionTable, ...rest } = values;
    const scope = overlay(model.scope, new Map(Object.entries(rest)));
    return encode(model, scope, { tokens, positions: positionTable }, tokenInputs);
  };

  const steps = loop({
    trips: maxSteps,
    carried,
    body: (step, values) => {
      const { last } = forward(values, prompt.prompt);
      const cosine = promptCosine(model, prompt, last);
      const gradients = grad(
        cosine,
        keys.map((key) => values[key]),
      );
      const next: Record<string, Tensor> = {};
      keys.forEach((key, i) => {
        const own = `${key}/`;
        const names = Object.keys(values).filter((name) => name.startsWith(own));
        const state = Object.fromEntries(names.map((name) => [name.slice(own.length), values[name]]));
        const after = update(values[key], gradients[i], state, step);
        Object.assign(next, { [key]: after.parameter }, stateOf(key, after.state));
      });
      return { next, condition: constant([1], [], 'bool'), scans: [cosine] };
    },
  });

  const encoded = encodeAll(model, prompt, (tokens) => forward(steps.carried, tokens));
  return {
    inputs: [...promptInputList(prompt), maxSteps, lr],
    outputs: { ...encoded, cosines: steps.scans[0] },
  };
}
