import type { Pack } from '../pack/pack.js';
import type { Engine, Int8Verdict } from '../types.js';
import type { Int8Proof } from './int8Proof.js';
import type { OpenOptions } from './openEngine.js';
import type { ProveOptions } from './proveInt8.js';

/*
 * What runs ONNX Runtime in this process. It is loaded by the first call: most who come by the engine's door read packs and
 * aesthetics, or have their engine in a process of its own.
 */

/** @see openEngine.ts */
export async function openEngine(folder: string, options?: OpenOptions): Promise<Engine> {
  return (await import('./openEngine.js')).openEngine(folder, options);
}

/** @see proveInt8.ts */
export async function proveInt8(pack: Pack, options?: ProveOptions): Promise<Int8Proof> {
  return (await import('./proveInt8.js')).proveInt8(pack, options);
}

/** @see provenPrecision.ts */
export async function int8Standing(pack: Pack): Promise<Int8Verdict | undefined> {
  return (await import('./provenPrecision.js')).int8Standing(pack);
}
