import { describe, expect, test } from 'vitest';
import type { Program } from '../../../src/engine/graph/onnx.js';
import { vaeDecoderProgram, vaeEncoderProgram } from '../../../src/engine/models/vae.js';
import { stripDecoderProgram, stripEncoderProgram } from '../../../src/engine/models/vaeStrips.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import type { Value } from '../../../src/engine/runtime/session.js';
import { scopeOf } from '../../../src/engine/weights/scope.js';
import { expectClose } from '../../support/golden.js';
import { randomArray } from '../../support/program.js';

/** Of the largest value: rounding alone. */
const tolerance = 2e-5;
const folders = ['models/demo', 'test/golden/models/tiny-sd1', 'test/golden/models/tiny-lcm'];

async function run(program: Program, feeds: Record<string, Value>): Promise<Readonly<Record<string, Value>>> {
  const session = await openSession(program);
  const results = await session.run(feeds);
  await session.release();
  return results;
}

describe.each(folders)('%s in strips', (folder) => {
  // Thirteen rows of latents: strips of two heights.
  test('decodes as in one piece', async () => {
    const { vae } = await openPack(folder);
    const scope = scopeOf(vae.tensors, 'vae');
    const latents = { data: randomArray([4, 13, 5], 1).data, dims: [1, 4, 13, 5] };
    const whole = await run(vaeDecoderProgram(vae.config, scope, 'float32'), { latents });
    for (const strips of [1, 4, 13]) {
      const size = { height: 13, width: 5, strips };
      const { image } = await run(stripDecoderProgram(vae.config, scope, 'float32', size), { latents });
      expect(image.dims).toEqual(whole.image.dims);
      expectClose(image.data as Float32Array, whole.image.data as Float32Array, tolerance, `${strips} strips`);
    }
  });

  test('encodes as in one piece', async () => {
    const { vae } = await openPack(folder);
    const scope = scopeOf(vae.tensors, 'vae');
    const factor = 2 ** (vae.config.block_out_channels.length - 1);
    const dims = [1, 3, 5 * factor, 3 * factor];
    const image = { data: randomArray(dims, 2).data, dims };
    const whole = await run(vaeEncoderProgram(vae.config, scope, 'float32'), { image });
    const size = { height: 5, width: 3, strips: 3 };
    const cut = await run(stripEncoderProgram(vae.config, scope, 'float32', size), { image });
    for (const name of ['mean', 'logvar'])
      expectClose(cut[name].data as Float32Array, whole[name].data as Float32Array, tolerance, name);
  });
});
