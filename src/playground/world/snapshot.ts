import { living } from './retention.js';
import type { WorldState } from './state.js';
import type { World } from './world.js';

/** The whole playground as JSON. */
export interface Snapshot {
  readonly format: 1;
  readonly state: WorldState;
  /** Bytes of attachments in base64, by id. */
  readonly files: Readonly<Record<string, string>>;
}

/** A copy of the state and the files. Interactions with an expired token are left out, except those that messages refer to. */
export function takeSnapshot({ state, files, clock }: World): Snapshot {
  const encoded = [...files].map(([id, bytes]) => [id, Buffer.from(bytes).toString('base64')] as const);
  const interactions = living(state, clock.now());
  return { format: 1, state: structuredClone({ ...state, interactions }), files: Object.fromEntries(encoded) };
}

export function restore({ state, files }: Snapshot): { state: WorldState; files: Map<string, Uint8Array> } {
  const decoded = Object.entries(files).map(([id, text]) => [id, new Uint8Array(Buffer.from(text, 'base64'))] as const);
  return { state: structuredClone(state), files: new Map(decoded) };
}
