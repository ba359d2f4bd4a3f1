import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openEngine, openEngineChild } from '../../../src/engine/index.js';
import type { AestheticTarget, EncodingStore, Engine, EngineChild, ImagineRequest } from '../../../src/engine/index.js';
import { encodingFromBytes, encodingToBytes } from '../../../src/engine/pipeline/sharedEncodings.js';

const device = 'cpu';
const dir = 'models/demo';

const storeIn = (kept: Map<string, Uint8Array>): EncodingStore => ({
  get: (key) => Promise.resolve(kept.get(key)),
  set: (key, bytes) => Promise.resolve(void kept.set(key, bytes)),
});
const aestheticOf = ({ info }: Engine): AestheticTarget => ({
  vector: Float32Array.from({ length: info.projection }, (_, i) => Math.sin(i)),
  kind: 'mean',
});

describe('personalised encodings of several engines', () => {
  const kept = new Map<string, Uint8Array>();
  const encodings = storeIn(kept);
  let child: EngineChild;
  let other: Engine;
  let request: ImagineRequest;

  beforeAll(async () => {
    child = await openEngineChild(dir, { device, encodings });
    other = await openEngine(dir, { device, encodings });
    request = { prompt: 'a castle', aesthetic: aestheticOf(child), seed: 1, steps: 2 };
  });
  afterAll(() => Promise.all([child.close(), other.close()]));

  test('are computed once, and give the same picture', async () => {
    const first = await child.imagine(request);
    expect(first.textSteps).toBeGreaterThan(0);
    expect(first.caches.texts).toEqual({ hits: 0, misses: 3 });
    expect(kept.size).toBe(1);
    expect([...kept.keys()][0]).toMatch(/^[0-9a-f]{64}$/);
    const again = await other.imagine(request);
    // The prompt plain, and the negative one, are quicker computed than asked for.
    expect(again.caches.texts).toEqual({ hits: 1, misses: 2 });
    expect(again).toMatchObject({ textSteps: first.textSteps, cosine: first.cosine, recipe: first.recipe });
    expect(Buffer.compare(again.images[0].png, first.images[0].png)).toBe(0);
  });

  test('differ with the prompt, the aesthetic and the strength', async () => {
    const others = [
      { prompt: 'a cloud' },
      { strength: 0.5 },
      { optimizer: { name: 'adam', steps: 2, lr: 0.01 } } as const,
    ];
    const before = kept.size;
    for (const [i, change] of others.entries()) {
      await other.imagine({ ...request, ...change });
      expect(kept.size).toBe(before + 1 + i);
    }
  });

  test('are computed where what is kept is damaged', async () => {
    const plain = await child.imagine({ ...request, prompt: 'a lake' });
    const [key, bytes] = [...kept].at(-1)!;
    kept.set(key, bytes.subarray(4));
    const again = await other.imagine({ ...request, prompt: 'a lake' });
    expect(again.caches.texts.misses).toBe(2);
    expect(Buffer.compare(again.images[0].png, plain.images[0].png)).toBe(0);
    expect(kept.get(key)?.byteLength).toBe(bytes.byteLength);
  });
});

test('encodings with LoRAs that the pack does not bring are not shared', async () => {
  const kept = new Map<string, Uint8Array>();
  const encodings = storeIn(kept);
  const [pack, lora] = ['test/golden/more/models/tiny-sd1', { file: 'test/golden/more/lora/kohya.safetensors' }];
  const [plain, opened] = [
    await openEngine(pack, { device, encodings }),
    await openEngine(pack, { device, encodings, loras: [lora] }),
  ];
  onTestFinished(async () => {
    await Promise.all([plain.close(), opened.close()]);
  });
  const aesthetic = aestheticOf(plain);
  const optimizer = { name: 'ascent', steps: 2, lr: 0.01 } as const;
  const request: ImagineRequest = { prompt: 'a castle', aesthetic, optimizer, seed: 7, steps: 2 };
  await plain.imagine({ ...request, loras: [lora] });
  await opened.imagine(request);
  expect(kept.size).toBe(0);
  await plain.imagine(request);
  expect(kept.size).toBe(1);
});

test('an encoding is read as it was written, and nothing else is', () => {
  const encoding = { steps: 7, embedding: Float32Array.of(1, 2), states: Float32Array.of(3, 4, 5) };
  const sizes = { embedding: 2, states: 3 };
  const bytes = encodingToBytes(encoding);
  expect(encodingFromBytes(bytes, sizes)).toEqual(encoding);
  // As Redis gives it: a part of a larger buffer, at an odd offset.
  const inside = Buffer.concat([Buffer.of(1), bytes]).subarray(1);
  expect(encodingFromBytes(inside, sizes)).toEqual(encoding);
  expect(encodingFromBytes(bytes, { ...sizes, states: 4 })).toBeUndefined();
  const [notFinite, notWhole] = [encodingToBytes(encoding), encodingToBytes(encoding)];
  new Float32Array(notFinite.buffer)[3] = NaN;
  new Float32Array(notWhole.buffer)[0] = 1.5;
  expect(encodingFromBytes(notFinite, sizes)).toBeUndefined();
  expect(encodingFromBytes(notWhole, sizes)).toBeUndefined();
});
