import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancelledError, openEngine, UserError } from '../../../src/engine/index.js';
import type { Engine, ImagineRequest, Progress } from '../../../src/engine/index.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine('models/demo', { device: 'cpu' });
});
afterAll(async () => {
  await engine.close();
});

/** The demo pack's CLIP has 256 numbers. */
const vector = (value: number, size = 256): Float32Array => new Float32Array(size).fill(value);
const kind = 'mean' as const;
const demoPicture = 'models/demo/examples/sunset/whale.jpg';

const refused: readonly [string, Partial<ImagineRequest>, RegExp][] = [
  ['an empty prompt', { prompt: '' }, /say what to paint/],
  ['a prompt of blanks', { prompt: ' \n\t' }, /say what to paint/],
  ['a prompt of 10,000 characters', { prompt: 'x'.repeat(10_000) }, /10000 characters; at most 6000/],
  ['a negative prompt of 10,000 characters', { negative: 'x'.repeat(10_000) }, /at most 6000/],
  ['no step', { steps: 0 }, /steps is 0; it goes from 1 to 150/],
  ['10,000 steps', { steps: 10_000 }, /steps is 10000; it goes from 1 to 150/],
  ['half a step', { steps: 2.5 }, /whole number/],
  ['520 pixels', { size: { width: 520, height: 128 } }, /512 or 544/],
  ['a picture as large as a house', { size: { width: 1e9, height: 128 } }, /2048/],
  ['no pixels', { size: { width: 0, height: 0 } }, /32/],
  ['a keep beyond 1', { start: { image: demoPicture, keep: 1.1 } }, /keep is 1.1; it goes from 0 to 1/],
  ['a keep that leaves no step', { start: { image: demoPicture, keep: 1 }, steps: 4 }, /keep at most 0.75/],
  ['a start that is not there', { start: { image: 'no.png' } }, /there is no image no.png/],
  ['a clip skip beyond the layers', { clipSkip: 99 }, /clip_skip is 99; it goes from 1 to /],
  ['a guidance that is no number', { guidance: NaN }, /guidance is NaN/],
  ['a strength of 2', { aesthetic: { vector: vector(1), kind }, strength: 2 }, /strength is 2; it goes from 0 to 1.5/],
  ['a hundred images', { count: 100 }, /count is 100/],
  ['a negative seed', { seed: -1 }, /seed is -1/],
  ['an unknown sampler', { sampler: 'magic' as 'ddim' }, /there is no sampler "magic"; there are pndm, ddim/],
  ['an aesthetic of another length', { aesthetic: { vector: vector(1, 768), kind } }, /768 numbers.*256.*another CLIP/],
  ['an aesthetic of another CLIP', { aesthetic: { vector: vector(1), kind, clipId: 'f'.repeat(64) } }, /another CLIP/],
  ['an aesthetic with NaN', { aesthetic: { vector: vector(NaN), kind } }, /not finite/],
  ['an aesthetic of zeros', { aesthetic: { vector: vector(0), kind } }, /points nowhere/],
  [
    'strength and raw steps at once',
    { aesthetic: { vector: vector(1), kind }, strength: 1, optimizer: { name: 'ascent', steps: 3, lr: 1 } },
    /exclude each other/,
  ],
  [
    'more raw steps than the history holds',
    {
      aesthetic: { vector: vector(1), kind },
      prompt: 'a b c d e f g h',
      optimizer: { name: 'ascent', steps: 200, lr: 1 },
    },
    /200 text steps are too many for a prompt of 10 tokens; at most 160 fit/,
  ],
  [
    'raw steps that run away',
    { aesthetic: { vector: vector(1), kind }, optimizer: { name: 'adam', steps: 20, lr: 1e9 } },
    /ran away to infinity: take a smaller lr/,
  ],
];

describe('a request with', () => {
  test.each(refused)(
    '%s is refused before anything is painted, with what to do, and the engine works on',
    async (_, request, message) => {
      const stages: string[] = [];
      const onProgress = ({ stage }: Progress): void => void stages.push(stage);
      const failure = await engine.imagine({ prompt: 'a castle', seed: 1, ...request }, { onProgress }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(UserError);
      expect((failure as Error).message).toMatch(message);
      expect(stages).not.toContain('paint');
      expect(await engine.embedTexts(['a castle'])).toHaveLength(1);
    },
  );

  test('an aborted signal is cancelled between two steps', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const onProgress = (p: { stage: string; done?: number }): void => {
      if (p.stage === 'paint') seen.push(p.done!);
      if (p.done === 3) abort.abort();
    };
    const request = engine.imagine({ prompt: 'a castle', seed: 1 }, { signal: abort.signal, onProgress });
    await expect(request).rejects.toThrow(CancelledError);
    expect(seen).toEqual([1, 2, 3]);
    await expect(engine.imagine({ prompt: 'a castle', seed: 1, steps: 1 })).resolves.toBeDefined();
  });
});
