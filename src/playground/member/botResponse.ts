import type { InteractionResponseType } from 'discord.js';
import { findMessage } from '../world/find.js';
import { acknowledgeWithinMs } from '../world/interactions.js';
import { isLoading } from '../world/messages.js';
import type { InteractionState, ModalState } from '../world/state.js';
import { waitFor } from '../world/world.js';
import type { World } from '../world/world.js';
import { toVisibleMessage } from './visibleMessage.js';
import type { VisibleMessage } from './visibleMessage.js';

/** The bot has not acknowledged an interaction within three seconds. */
export class NoResponse extends Error {
  constructor() {
    super('The application did not respond');
  }
}

/** The bot's response to an interaction. */
export interface BotResponse {
  readonly id: string;
  /** The type of the acknowledgement. @throws NoResponse if none came within three seconds */
  acknowledged(): Promise<InteractionResponseType>;
  /** The reply or a follow-up, once it is no longer "thinking" and `until` is true. @throws Error after `timeoutMs` */
  reply(until?: (message: VisibleMessage) => boolean, timeoutMs?: number): Promise<VisibleMessage>;
  /** The modal that the bot opened. */
  modal(): Promise<MemberModal>;
}

/** A modal that the bot opened for a member. */
export interface MemberModal extends ModalState {
  /** The message with the component that opened it. */
  readonly sourceId: string | null;
}

const defaultTimeoutMs = 10_000;

export function botResponseTo(world: World, interaction: InteractionState): BotResponse {
  const acknowledged = () => acknowledgement(world, interaction);
  return {
    id: interaction.id,
    acknowledged,
    reply: async (until = () => true, timeoutMs = defaultTimeoutMs) => {
      await acknowledged();
      return waitFor(
        world,
        () => answers(world, interaction).find(until),
        timeoutMs,
        () => `no such reply; shown: ${describe(answers(world, interaction))}`,
        (part, id) => concerns(interaction, part, id),
      );
    },
    modal: async () => {
      await acknowledged();
      if (!interaction.modal) throw new Error(`the answer was of type ${String(interaction.callback)}, no modal`);
      return { ...interaction.modal, sourceId: interaction.sourceId };
    },
  };
}

export async function acknowledgement(world: World, interaction: InteractionState): Promise<number> {
  return waitFor(
    world,
    () => {
      if (interaction.callback !== null) return interaction.callback;
      if (world.clock.now() - interaction.createdAt > acknowledgeWithinMs) throw new NoResponse();
      return undefined;
    },
    acknowledgeWithinMs,
    () => new NoResponse(),
  );
}

/** Whether a change may be one of the answers: with hundreds that are waited for, each is looked at only when it changed. */
function concerns({ id, responseId, followUpIds }: InteractionState, part?: string, changed?: string): boolean {
  if (part === 'messages') return changed === responseId || followUpIds.some((one) => one === changed);
  return part === undefined || changed === id;
}

function answers(world: World, { responseId, followUpIds }: InteractionState): VisibleMessage[] {
  return [responseId, ...followUpIds].flatMap((id) => {
    const message = findMessage(world, id);
    return message && !isLoading(message) ? [toVisibleMessage(world, message)] : [];
  });
}

function describe(messages: readonly VisibleMessage[]): string {
  return messages.length === 0 ? 'nothing' : messages.map(({ text }) => JSON.stringify(text)).join(', ');
}
