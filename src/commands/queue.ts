import { MessageFlags } from 'discord.js';
import { replyPrivately } from '../bot/discord/reply.js';
import type { SlashCommand } from '../bot/discord/router.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { queueView } from '../bot/views/queue.js';
import { slashCommand } from './definition.js';
import { queuedFor } from './queued.js';

/** `/queue`: what waits in this server. */
export function queue(ports: Services): SlashCommand {
  return {
    definition: slashCommand('queue', (t) => t.queue.description, []),
    execute: async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const { here, elsewhere } = await queuedFor(ports, interaction);
      await replyPrivately(interaction, queueView(textsFor(interaction.locale), here, elsewhere));
    },
  };
}
