import { entry } from './find.js';
import { tokenMs } from './interactions.js';
import type { InteractionState, MessageState, WorldState } from './state.js';
import type { World } from './world.js';

/** Earlier versions of a message that are kept. */
export const maxEarlier = 50;
/** Interactions are looked through once in so many, since most of the old ones stay for as long as their messages. */
const everyInteractions = 64;

/** Forgets the oldest messages of a channel beyond `rules.messagesPerChannel`, with their files. */
export function forgetMessages(world: World, channelId: string): void {
  const all = Object.values(world.state.messages).filter((message) => message.channelId === channelId);
  // Snowflakes are no array indices, so that an object has them in the order in which they came.
  for (const message of all.slice(0, Math.max(0, all.length - world.rules.messagesPerChannel))) forget(world, message);
}

function forget({ state, files, changed }: World, { id, now }: MessageState): void {
  for (const attachment of now.attachments) files.delete(attachment.id);
  Reflect.deleteProperty(state.messages, id);
  changed('messages', id);
}

/** Forgets what `living` leaves out, now and then. */
export function forgetInteractions({ state, clock, changed }: World): void {
  const ids = Object.keys(state.interactions);
  if (ids.length % everyInteractions !== 0) return;
  const kept = living(state, clock.now());
  for (const id of ids) {
    const interaction = entry(kept, id);
    if (interaction === state.interactions[id]) continue;
    if (interaction) state.interactions[id] = interaction;
    else Reflect.deleteProperty(state.interactions, id);
    changed('interactions', id);
  }
}

/**
 * Interactions with a valid token, and those that messages refer to, without their modals and choices: Discord shows the latter with the
 * message for ever.
 */
export function living({ interactions, messages }: WorldState, now: number): Record<string, InteractionState> {
  const named = new Set(Object.values(messages).map(({ interactionId }) => interactionId));
  const kept = Object.entries(interactions).flatMap(([id, interaction]) => {
    if (now - interaction.createdAt <= tokenMs) return [[id, interaction] as const];
    if (!named.has(id)) return [];
    const isBare = interaction.modal === null && interaction.choices === null;
    return [[id, isBare ? interaction : { ...interaction, modal: null, choices: null }] as const];
  });
  return Object.fromEntries(kept);
}

/** Forgets the oldest files until the others have at most `rules.fileBytes`. Their messages stay, with a link that leads nowhere. */
export function forgetFiles({ files, rules }: Pick<World, 'files' | 'rules'>): void {
  let bytes = 0;
  for (const file of files.values()) bytes += file.byteLength;
  for (const [id, file] of files) {
    if (bytes <= rules.fileBytes) return;
    files.delete(id);
    bytes -= file.byteLength;
  }
}
