import { beforeAll, describe, expect, it } from 'vitest';
import { openPack } from '../../../src/engine/index.js';
import type { Pack } from '../../../src/engine/index.js';
import { checkRequest, packLimits } from '../../../src/engine/pipeline/limits.js';
import type { CheckableRequest, PackLimits } from '../../../src/engine/pipeline/limits.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { keptShare } from '../../../src/engine/pipeline/requestStart.js';
import { samplers } from '../../../src/engine/sampling/samplers.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';
import { samplerNames } from '../../../src/engine/types.js';

let pack: Pack;
/** As another process has them. */
let limits: PackLimits;
beforeAll(async () => {
  pack = await openPack('models/demo');
  limits = JSON.parse(JSON.stringify(packLimits(pack))) as PackLimits;
});

/** What the engine says of a request before it loads a weight, or nothing. */
function byEngine({ start, ...request }: CheckableRequest): unknown {
  try {
    const image = new Uint8Array();
    const recipe = completeRequest(
      { prompt: 'a castle', ...request, ...(start && { start: { image, ...start } }) },
      pack,
      '',
    );
    samplers[recipe.sampler](noiseSchedule(pack.scheduler), recipe.steps, {});
    if (start) keptShare(start.keep, recipe.steps);
    return undefined;
  } catch (error) {
    return (error as { data?: unknown }).data;
  }
}

function byLimits(request: CheckableRequest): unknown {
  try {
    checkRequest(request, pack.settings.defaults, limits);
    return undefined;
  } catch (error) {
    return (error as { data?: unknown }).data;
  }
}

describe('a request that is checked by a pack’s limits', () => {
  it.each([
    {},
    { size: { width: 64, height: 128 } },
    { size: { width: 77, height: 128 } },
    { size: { width: 64, height: 4096 } },
    { count: 11 },
    { count: 1.5 },
    { steps: 151 },
    { guidance: 51 },
    { guidance: -1 },
    { clipGuidance: { scale: 0.51 } },
    { strength: 1.6 },
    { clipSkip: 0 },
    { clipSkip: 99 },
    { start: { keep: 0.99 }, steps: 5 },
    { start: { keep: 0.5 }, steps: 5 },
    { start: {}, steps: 1 },
  ] satisfies CheckableRequest[])('is refused where the engine refuses it, in the same words: %j', (request) => {
    const aesthetic =
      'strength' in request ? { vector: new Float32Array(pack.projection).fill(1), kind: 'mean' } : undefined;
    const asked = { ...request, ...(aesthetic && { aesthetic }) } as CheckableRequest;
    expect(byLimits(asked)).toEqual(byEngine(asked));
  });

  it.each(samplerNames)('takes the counts of steps that %s has timesteps for, and no others', (sampler) => {
    for (const steps of [1, 2, 3, 49, 50, 51, 99, 100, 101, 149, 150])
      expect(byLimits({ sampler, steps }), String(steps)).toEqual(byEngine({ sampler, steps }));
  });
});
