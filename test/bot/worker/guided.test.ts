import { describe, expect, it } from 'vitest';
import { costOf } from '../../../src/bot/queue/cost.js';
import type { PublishedPack, ResolvedOptions } from '../../../src/bot/repositories/index.js';
import { requestOf } from '../../../src/bot/worker/result.js';

const label = { id: 'AZVJaesthetic000000001', name: 'gloomcore', version: 2 };
const target = { vector: Float32Array.of(1), kind: 'mean' as const };
const clipGuidance = { scale: 0.05 };
const options: ResolvedOptions = { prompt: 'a castle', aesthetic: label, seed: 1, count: 1, clipGuidance };

describe('a request with CLIP guidance', () => {
  it('guides pictures with an aesthetic, and those of a request without one; not plain ones beside others', () => {
    expect(requestOf(options, target).clipGuidance).toEqual(clipGuidance);
    expect(requestOf({ ...options, aesthetic: null }, undefined).clipGuidance).toEqual(clipGuidance);
    expect(requestOf(options, undefined)).not.toHaveProperty('clipGuidance');
  });

  it('costs three times as much, and of 0 no more', () => {
    const defaults = { size: { width: 512, height: 512 }, steps: 30 };
    const pack = { settings: { defaults } } as PublishedPack;
    const { clipGuidance: _, ...plain } = options;
    const [without, guided] = [costOf(plain, pack), costOf(options, pack)];
    expect(guided - without).toBe(60);
    expect(costOf({ ...options, clipGuidance: { scale: 0 } }, pack)).toBe(without);
  });
});
