import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStart } from '../../../src/engine/image/start.js';
import type { Cut } from '../../../src/engine/models/vaeStrips.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { decodeLatents } from '../../../src/engine/pipeline/decode.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models } from '../../../src/engine/pipeline/models.js';
import { encodeStart } from '../../../src/engine/pipeline/start.js';

let models: Models;
beforeAll(async () => {
  models = await openModels(await openPack('models/demo'), { device: 'cpu', precision: 'fp32' });
});
afterAll(() => models.close());

/** The same, whatever the size in one piece. */
const inOnePiece = (): Models => ({
  ...models,
  decoder: (p) => models.decoder(p),
  encoder: (p) => models.encoder(p),
});

/** The same, which tells what the VAE was asked to cut. */
function watched(): { models: Models; cuts: (Cut | undefined)[] } {
  const cuts: (Cut | undefined)[] = [];
  const watch =
    (open: Models['decoder']): Models['decoder'] =>
    (p, cut) => {
      cuts.push(cut);
      return open(p, cut);
    };
  return { models: { ...models, decoder: watch(models.decoder), encoder: watch(models.encoder) }, cuts };
}

const largest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

test('a picture of more than 768 × 768 pixels is read and made in strips, and a byte does not hold the difference', async () => {
  const size = { width: 800, height: 768 };
  const cut = { width: 100, height: 96, strips: 16 };
  const { models: seen, cuts } = watched();
  const { pixels } = await openStart('models/demo/examples/sunset/whale.jpg', size);
  const [strips, whole] = [await encodeStart(seen, pixels, size), await encodeStart(inOnePiece(), pixels, size)];
  expect(largest(strips.mean, whole.mean)).toBeLessThan(1e-3);
  expect(largest(strips.deviation, whole.deviation)).toBeLessThan(1e-3);
  const decode = (by: Models) => decodeLatents(by, whole.mean, [4, cut.height, cut.width], undefined);
  expect(largest((await decode(seen)).pixels, (await decode(inOnePiece())).pixels)).toBeLessThan(0.5 / 255);
  expect(cuts).toEqual([cut, cut]);
});

test('one of 768 × 768 is taken in one piece', async () => {
  const { models: seen, cuts } = watched();
  const nothing: Models['decoder'] = () => (use) =>
    use({
      run: () => Promise.resolve({ image: { data: new Float32Array(3), dims: [1, 3, 1, 1] } }),
      release: () => Promise.resolve(),
    });
  await decodeLatents(
    { ...seen, decoder: (p, cut) => (cuts.push(cut), nothing(p)) },
    new Float32Array(4),
    [4, 96, 96],
    undefined,
  );
  expect(cuts).toEqual([undefined]);
});
