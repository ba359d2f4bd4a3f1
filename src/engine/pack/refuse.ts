import { CheckpointError } from '../errors.js';

/** Refuses a model by name. @throws CheckpointError */
export function refuseOther(path: string, name: string): never {
  throw new CheckpointError(`${path} is ${name}; this engine paints from text with Stable Diffusion 1, 2 and XL`);
}
