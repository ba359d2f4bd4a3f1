import { UserError } from '../errors.js';

/**
 * Threads of the CPU that a model runs on: AESTHETE_THREADS, a whole number from 1; undefined, one for each core. Fewer leave cores to others: two
 * engines that both take all cores slow each other down, since ONNX Runtime's threads wait for one another by spinning.
 * @throws UserError where it is none
 */
export function cpuThreads(env: Readonly<Record<string, string | undefined>> = process.env): number | undefined {
  const given = env['AESTHETE_THREADS'] ?? '';
  if (given === '') return undefined;
  const threads = Number(given);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 1024) return threads;
  throw new UserError(`AESTHETE_THREADS is "${given}"; it is a whole number from 1 to 1024, or not set`);
}
