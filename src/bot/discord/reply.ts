import { MessageFlags } from 'discord.js';
import type { Interaction, InteractionEditReplyOptions, AutocompleteInteraction } from 'discord.js';
import type { View } from '../views/view.js';

/** Interactions that end in a message. */
export type Answerable = Exclude<Interaction, AutocompleteInteraction>;

/** A view as discord.js sends it: what was attached before is gone, and nobody is pinged. */
export function toMessagePayload(view: View): MessageBody {
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [...view.components],
    files: view.files.map(({ name, bytes }) => ({ name, attachment: asBuffer(bytes) })),
    allowedMentions: { parse: [] },
  };
}

type MessageBody = Required<Pick<InteractionEditReplyOptions, 'components' | 'files' | 'allowedMentions'>> & {
  readonly flags: MessageFlags.IsComponentsV2;
};

/**
 * Shows a view to whoever asked alone, whatever the interaction has answered so far. A public "thinking…" is taken away first:
 * a deferred reply cannot become private.
 */
export async function replyPrivately(interaction: Answerable, view: View): Promise<void> {
  const message = toMessagePayload(view);
  const flags = [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] as const;
  if (interaction.deferred && interaction.ephemeral === true) {
    await interaction.editReply({ ...message, attachments: [] });
    return;
  }
  if (!interaction.replied && !interaction.deferred) {
    await interaction.reply({ ...message, flags });
    return;
  }
  // `ephemeral` is null after deferUpdate, whose "reply" is the message with the button: that one stays.
  if (interaction.deferred && interaction.ephemeral === false) await interaction.deleteReply();
  await interaction.followUp({ ...message, flags });
}

/** The same memory, as the Buffer that discord.js wants. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
