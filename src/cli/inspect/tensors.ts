import type { StoredTensor } from '../../engine/index.js';

export interface TensorSummary {
  /** Numbers in all tensors. */
  readonly parameters: number;
  /** Bytes in the file. */
  readonly size: number;
  readonly dtypes: readonly string[];
}

export function summarise(tensors: Iterable<StoredTensor>): TensorSummary {
  const all = [...tensors];
  return {
    parameters: all.reduce((sum, { shape }) => sum + shape.reduce((product, dim) => product * dim, 1), 0),
    size: all.reduce((sum, { bytes }) => sum + bytes, 0),
    dtypes: [...new Set(all.map(({ dtype }) => dtype))].sort(),
  };
}
