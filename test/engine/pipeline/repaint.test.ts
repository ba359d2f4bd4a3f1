import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine, parseParameters, readPngText, repaintRequest } from '../../../src/engine/index.js';
import type { Engine, ImagineRequest } from '../../../src/engine/index.js';
import {
  decoderNames,
  diversityMethods,
  guidanceTargets,
  samplerNames,
  spacingNames,
} from '../../../src/engine/types.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';
import { randomArray } from '../../support/program.js';
import { writeTinyVae } from '../../support/tinyVae.js';

let copy: PackCopy;
let engine: Engine;
beforeAll(async () => {
  copy = await copyPack('test/golden/more/models/tiny-sd1');
  await writeTinyVae(join(copy.dir, 'vae_tiny'), 4);
  engine = await openEngine(copy.dir, { device: 'cpu' });
});
afterAll(async () => {
  await engine.close();
  await copy.remove();
});

/** Two at least, so that dpmpp_2m has something to remember. */
const steps = 3;
const share = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);
const words = fc
  .array(
    fc.constantFrom('a', 'castle', '{red|blue}', '(sea:1.3)', '[hill]', '{old|{new|}}', '\\{x|y\\}', '|', '}', '{'),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => `a ${parts.join(' ')}`);
const image = 'models/demo/examples/sunset/whale.jpg';

const requests: fc.Arbitrary<ImagineRequest> = fc
  .record(
    {
      prompt: words,
      negative: words,
      mix: share,
      seed: fc.nat(2 ** 32 - 1),
      variations: fc.array(fc.record({ seed: fc.nat(2 ** 32 - 1), strength: share }), { maxLength: 2 }),
      count: fc.integer({ min: 1, max: 2 }),
      size: fc.constantFrom({ width: 64, height: 64 }, { width: 64, height: 128 }),
      sampler: fc.constantFrom(...samplerNames),
      guidance: fc.integer({ min: 2, max: 150 }).map((n) => n / 20),
      guidanceInterval: fc
        .tuple(share, share)
        .filter(([a, b]) => a < b)
        .map(([from, to]) => ({ from, to })),
      clipGuidance: fc.record({ scale: share.map((s) => s / 10), towards: fc.constantFrom(...guidanceTargets) }),
      tokenDownsampling: fc.constant(2 as const),
      start: share.filter((keep) => keep < 0.6).map((keep) => ({ image, keep })),
      spacing: fc.constantFrom(...spacingNames),
      clipSkip: fc.integer({ min: 1, max: 2 }),
      decoder: fc.constantFrom(...decoderNames),
      strength: share,
      diversity: share,
      diversityMethod: fc.constantFrom(...diversityMethods),
    },
    { requiredKeys: ['prompt', 'seed', 'size'], noNullPrototype: true },
  )
  .map((request) => ({ ...request, steps }));

/** All that a picture's own text says, as a request. What only a file can hold, aesthetic and start, comes beside it. */
function repainted(png: Uint8Array, { aesthetic, start }: ImagineRequest): ImagineRequest {
  const { recipe, extra } = parseParameters(readPngText(png).parameters);
  expect(extra).toEqual({});
  const { pack, aesthetic: label, start: kept, loras, precision } = recipe;
  expect([pack, loras, precision]).toEqual([engine.info.pack, undefined, undefined]);
  expect(label).toBe(aesthetic?.label);
  return {
    ...repaintRequest({ recipe }),
    ...(aesthetic && { aesthetic }),
    ...(start && kept && { start: { ...start, keep: kept.keep } }),
  };
}

test('every picture is painted again, to the byte, from what its recipe says', async () => {
  const { projection } = engine.info;
  const vectorOf = (seed: number): Float32Array => randomArray([projection], seed).data;
  const target = { vector: vectorOf(5), kind: 'mean' as const, source: { images: [1, 2, 3].map(vectorOf) } };
  await fc.assert(
    fc.asyncProperty(requests, async (asked) => {
      const request = { ...asked, aesthetic: { ...target, label: 'mine@1' } };
      const { images } = await engine.imagine(request);
      for (const { png } of images) {
        const again = await engine.imagine(repainted(png, request));
        expect(Buffer.from(again.images.at(-1)!.png).equals(png)).toBe(true);
      }
    }),
    { numRuns: 12 },
  );
});
