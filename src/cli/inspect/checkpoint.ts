import { openSafetensors } from '../../engine/index.js';
import { formatBytes, formatTable } from '../format.js';
import type { Description } from './description.js';
import { summarise } from './tensors.js';

const shownTensors = 40;

/** An aesthetic's file has its vector under this key. */
export async function holdsAesthetic(file: string): Promise<boolean> {
  return (await openSafetensors(file)).tensors.has('aesthetic');
}

/** The tensors of a .safetensors file: only its header is read. Throws CheckpointError where it is not well formed. */
export async function describeCheckpoint(file: string): Promise<Description> {
  const { tensors, metadata } = await openSafetensors(file);
  const { parameters, size, dtypes } = summarise(tensors.values());
  const list = [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  const shown = list.slice(0, shownTensors).map(({ name, dtype, shape }) => [name, dtype, `[${shape.join(',')}]`]);
  const head = `${tensors.size} tensors · ${parameters.toLocaleString('en')} parameters · ${formatBytes(size)} · ${dtypes.join(', ')}`;
  const notes = Object.entries(metadata).map(([name, value]) => `${name}: ${value}`);
  const rest = list.length > shownTensors ? [`… and ${list.length - shownTensors} more (--json lists all)`] : [];
  return {
    json: { type: 'checkpoint', file, parameters, bytes: size, dtypes, metadata, tensors: list },
    text: [head, ...notes, formatTable(shown), ...rest].join('\n'),
  };
}
