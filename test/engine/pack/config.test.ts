import { describe, expect, test } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import { parseJson } from '../../../src/engine/pack/config.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';

describe('a JSON file of a pack', () => {
  test('may hold infinities as Python writes them, as schedulers of DPM-Solver do', () => {
    const text = '{ "beta_start": 0.00085, "lambda_min_clipped": -Infinity, "note": "to \\"Infinity\\"" }';
    const config = parseJson(text, 'scheduler_config.json') as Record<string, unknown>;
    expect(config).toEqual({ beta_start: 0.00085, lambda_min_clipped: -Infinity, note: 'to "Infinity"' });
    expect(noiseSchedule(config).lambdaMinClipped).toBe(-Infinity);
  });

  test('that is none is refused by name', () => {
    for (const text of ['{ "a": NaN }', '{ "a": -Infinit }', '"Infinity', ''])
      expect(() => parseJson(text, 'config.json')).toThrow(CheckpointError);
  });
});
