import { tokenMs } from './interactions.js';
import type { InteractionState, State } from './state.js';
import type { World } from './world.js';

/** All that a playground is, as JSON. */
export interface Snapshot {
  readonly format: 1;
  readonly state: State;
  /** Bytes of attachments in base64, by id. */
  readonly files: Readonly<Record<string, string>>;
}

/** A copy: what happens later does not change it. Interactions that no token can reach any more are left out. */
export function takeSnapshot({ state, files, clock }: World): Snapshot {
  const encoded = [...files].map(([id, bytes]) => [id, Buffer.from(bytes).toString('base64')] as const);
  const interactions = living(state, clock.now());
  return { format: 1, state: structuredClone({ ...state, interactions }), files: Object.fromEntries(encoded) };
}

/** Those whose token is good, and those that a message names: Discord tells of them for ever. Of these, what members chose from goes. */
function living({ interactions, messages }: State, now: number): Record<string, InteractionState> {
  const named = new Set(Object.values(messages).map(({ interactionId }) => interactionId));
  const kept = Object.entries(interactions).flatMap(([id, interaction]) => {
    if (now - interaction.createdAt <= tokenMs) return [[id, interaction] as const];
    return named.has(id) ? [[id, { ...interaction, modal: null, choices: null }] as const] : [];
  });
  return Object.fromEntries(kept);
}

export function restore({ state, files }: Snapshot): { state: State; files: Map<string, Uint8Array> } {
  const decoded = Object.entries(files).map(([id, text]) => [id, new Uint8Array(Buffer.from(text, 'base64'))] as const);
  return { state: structuredClone(state), files: new Map(decoded) };
}
