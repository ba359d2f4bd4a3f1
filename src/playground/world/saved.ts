import type { State } from './state.js';
import type { World } from './world.js';

/** All that a playground is, as JSON. */
export interface Saved {
  readonly format: 1;
  readonly state: State;
  /** Bytes of attachments in base64, by id. */
  readonly files: Readonly<Record<string, string>>;
}

/** A copy: what happens later does not change it. */
export function save({ state, files }: World): Saved {
  const encoded = [...files].map(([id, bytes]) => [id, Buffer.from(bytes).toString('base64')] as const);
  return { format: 1, state: structuredClone(state), files: Object.fromEntries(encoded) };
}

export function restore({ state, files }: Saved): { state: State; files: Map<string, Uint8Array> } {
  const decoded = Object.entries(files).map(([id, text]) => [id, new Uint8Array(Buffer.from(text, 'base64'))] as const);
  return { state: structuredClone(state), files: new Map(decoded) };
}
