import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { replyPrivately } from '../bot/discord/reply.js';
import type { SlashCommand } from '../bot/discord/router.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { statusView } from '../bot/views/status.js';
import { slashCommand } from './definition.js';
import { checkManagesGuild } from './member.js';

/** `/status`: how the installation is, for whoever manages the server. */
export function status(ports: Services): SlashCommand {
  return {
    definition: slashCommand('status', (t) => t.status.description, [], PermissionFlagsBits.ManageGuild),
    execute: async (interaction) => {
      checkManagesGuild(interaction);
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const { guild, client } = interaction;
      // −1 until Discord has answered a heartbeat for the first time.
      const latencyMs = client.ws.shards.get(guild?.shardId ?? 0)?.ping ?? -1;
      const gateway = latencyMs >= 0 ? { latencyMs } : {};
      await replyPrivately(
        interaction,
        statusView(textsFor(interaction.locale), await ports.status.of(interaction.guildId), gateway),
      );
    },
  };
}
