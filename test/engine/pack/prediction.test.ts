import { expect, test } from 'vitest';
import type { ModelKind } from '../../../src/engine/pack/kinds.js';
import { predictionOf } from '../../../src/engine/pack/scheduler.js';
import type { StoredTensor } from '../../../src/engine/weights/safetensors.js';

const stored: StoredTensor = { file: '', offset: 0, bytes: 0, shape: [], dtype: 'F32' };
const of = (kind: ModelKind, metadata: Readonly<Record<string, string>>, keys: readonly string[] = []) =>
  predictionOf(kind, { metadata, tensors: new Map(keys.map((key) => [key, stored])) });

test.each([
  ['sd1', {}, { prediction: 'epsilon' }],
  ['sd2', {}, { prediction: 'v_prediction' }],
  ['sd2', { 'modelspec.prediction_type': 'epsilon' }, { prediction: 'epsilon', by: /prediction_type$/ }],
  ['sd1', { 'modelspec.prediction_type': 'v' }, { prediction: 'v_prediction', by: /prediction_type$/ }],
  ['sd2', { 'modelspec.architecture': 'stable-diffusion-v2-512' }, { prediction: 'epsilon', by: /architecture$/ }],
] as const)('a file of %s with metadata %j', (kind, metadata, { prediction, ...wanted }) => {
  const found = of(kind, metadata);
  expect(found.prediction).toBe(prediction);
  if ('by' in wanted) expect(found.by).toMatch(wanted.by);
  else expect(found).not.toHaveProperty('by');
});

test('a key says it, too', () => {
  expect(of('sdxl', {}, ['v_pred'])).toEqual({ prediction: 'v_prediction', by: 'its key v_pred' });
});
