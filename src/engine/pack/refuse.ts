import { CheckpointError } from '../errors.js';
import { kinds } from './kinds.js';
import type { ModelKind } from './kinds.js';

/** Families whose files are understood, but that are not painted with. */
const notYet: readonly ModelKind[] = ['sdxl'];

/** Refuses a model by name. @throws CheckpointError */
export function refuseOther(path: string, name: string): never {
  throw new CheckpointError(`${path} is ${name}; this engine paints from text with Stable Diffusion 1 and 2`);
}

/** @throws CheckpointError where this family is not painted with */
export function refuseUnbuilt(path: string, kind: ModelKind): void {
  if (notYet.includes(kind)) throw new CheckpointError(`${path}: ${kinds[kind].title} is not supported yet`);
}
