import { UserError } from '../errors.js';

/** Random numbers of torch's CPU generator; each draw continues the stream. */
export interface TorchGenerator {
  /** `count` standard normal numbers, those of `torch.randn` with that many elements (they depend on the count: see `randn`). */
  randn(count: number): Float32Array;
}

const stateSize = 624;
const shiftSize = 397;
const twoPow24 = 2 ** 24;
const twoPow32 = 2 ** 32;
const twoPow53 = 2 ** 53;

/** MT19937, Matsumoto & Nishimura 1998, seeded as in aten/src/ATen/core/MT19937RNGEngine.h. Returns uint32. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(stateSize);
  state[0] = seed;
  for (let i = 1; i < stateSize; i++) {
    const previous = state[i - 1];
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let position = stateSize;

  const refill = (): void => {
    for (let i = 0; i < stateSize; i++) {
      const mixed = (state[i] & 0x80000000) | (state[(i + 1) % stateSize] & 0x7fffffff);
      state[i] = state[(i + shiftSize) % stateSize] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    position = 0;
  };

  return () => {
    if (position === stateSize) refill();
    let y = state[position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

/** Numbers from 0 to 1 (exclusive) of 32 bits each, for choices; the same seed always gives the same ones. */
export function uniformGenerator(seed: number): () => number {
  const next32 = mersenneTwister(seed % twoPow32);
  return () => next32() / twoPow32;
}

/** Turns 16 uniforms at `data[at…at+15]` into normals in place: the Box–Muller of torch's `normal_fill_16`, rounded to float32 at every operation. */
function boxMuller16(data: Float32Array, at: number): void {
  const { fround, log, sqrt, cos, sin } = Math;
  const twoPi = fround(2 * Math.PI);
  for (let j = at; j < at + 8; j++) {
    // 1 − u lies in (0, 1]: the logarithm is finite.
    const u1 = fround(1 - data[j]);
    const radius = fround(sqrt(fround(-2 * fround(log(u1)))));
    const theta = fround(twoPi * data[j + 8]);
    data[j] = radius * fround(cos(theta));
    data[j + 8] = radius * fround(sin(theta));
  }
}

/**
 * torch's CPU generator after `torch.manual_seed(seed)`: its normals within 1e-6 (aten/src/ATen/native/cpu/DistributionTemplates.h).
 *
 * A draw of 16 or more fills float32 uniforms and turns blocks of 16 into normals; a last block that is not full is the last
 * 16 elements drawn anew. A smaller draw makes doubles from 53-bit uniforms in pairs and keeps the second for the next small draw.
 *
 * @param seed a whole number from 0 to 2⁵³ − 1; like torch's, the engine starts from its low 32 bits.
 * @throws UserError for any other seed.
 */
export function torchGenerator(seed: number): TorchGenerator {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new UserError(`The seed must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}.`);
  }
  const next32 = mersenneTwister(seed % twoPow32);
  let spare: number | undefined;

  const uniform24 = (): number => (next32() & (twoPow24 - 1)) / twoPow24;
  const uniform53 = (): number => {
    const high = next32() & 0x1fffff;
    return (high * twoPow32 + next32()) / twoPow53;
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const theta = 2 * Math.PI * uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-uniform53()));
    spare = radius * Math.sin(theta);
    return radius * Math.cos(theta);
  };

  return {
    randn(count) {
      const data = new Float32Array(count);
      if (count < 16) {
        for (let i = 0; i < count; i++) data[i] = normal();
        return data;
      }
      for (let i = 0; i < count; i++) data[i] = uniform24();
      for (let at = 0; at + 16 <= count; at += 16) boxMuller16(data, at);
      if (count % 16 !== 0) {
        const at = count - 16;
        for (let j = at; j < count; j++) data[j] = uniform24();
        boxMuller16(data, at);
      }
      return data;
    },
  };
}
