import type { SamplerName } from '../types.js';
import { ddim } from './ddim.js';
import { dpmpp2m, dpmpp2mKarras } from './dpmpp2m.js';
import { euler, eulerKarras } from './euler.js';
import { eulerAncestral } from './eulerAncestral.js';
import { lcm } from './lcm.js';
import { pndm } from './pndm.js';
import type { SamplerFactory } from './sampler.js';

/** A fresh sampler for every request: it remembers what it has seen. */
export const samplers: Record<SamplerName, SamplerFactory> = {
  pndm,
  ddim,
  euler,
  euler_ancestral: eulerAncestral,
  euler_karras: eulerKarras,
  dpmpp_2m: dpmpp2m,
  dpmpp_2m_karras: dpmpp2mKarras,
  lcm,
};
