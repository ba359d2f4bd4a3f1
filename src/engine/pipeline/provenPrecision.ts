import type { Pack } from '../pack/pack.js';
import { chooseDevice } from '../runtime/device.js';
import type { ChosenDevice } from '../runtime/device.js';
import type { Int8Verdict } from '../types.js';
import { int8Verdict, readInt8Proof } from './int8Proof.js';

/**
 * What precision `auto` takes of a pack on a device: on a CPU int8 where the pack is proved in it, else what the device takes by itself.
 * `int8` says how the proof stands, where it counts.
 */
export async function provenPrecision(
  pack: Pack,
  chosen: ChosenDevice,
  standing: (pack: Pack) => Promise<Int8Verdict | undefined> = int8Standing,
): Promise<{ readonly chosen: ChosenDevice; readonly int8?: Int8Verdict }> {
  if (chosen.device !== 'cpu') return { chosen };
  const int8 = await standing(pack);
  if (int8 === undefined) return { chosen };
  return { chosen: int8 === 'proved' ? { device: 'cpu', precision: 'int8' } : chosen, int8 };
}

/**
 * How the proof of a pack in 8 bits stands. Undefined where this machine would not gain: its products in 8 bits are not exact (before VNNI), or it is not
 * known how fast they are (ARM).
 */
export async function int8Standing(pack: Pack): Promise<Int8Verdict | undefined> {
  if (process.arch !== 'x64') return undefined;
  const exact = await chooseDevice('cpu', 'int8').then(
    () => true,
    () => false,
  );
  return exact ? int8Verdict(await readInt8Proof(pack)) : undefined;
}
