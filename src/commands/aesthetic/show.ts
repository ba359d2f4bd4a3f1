import { MessageFlags } from 'discord.js';
import { replyPrivately } from '../../bot/discord/reply.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import { aestheticDetails } from '../../bot/views/aesthetics.js';
import { channelOf, paintsIn } from '../admission.js';
import { subcommand } from '../definition.js';
import { mayChange } from '../member.js';
import { namedAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic show`. */
export const show: Subcommand = {
  changes: false,
  option: subcommand('show', (t) => t.aesthetic.show, [nameOption()]),
  execute: async (ports, interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const { id } = await namedAesthetic(ports, interaction);
    const details = await ports.aesthetics.details(interaction.guildId, id);
    if (!details) throw new BotError('aestheticNotHere');
    const { guildId } = interaction;
    const [ours, pack] = await Promise.all([ports.settings.of(guildId), ports.packs.of(guildId)]);
    const paints = paintsIn(channelOf(interaction), ours, pack);
    await replyPrivately(
      interaction,
      aestheticDetails(textsFor(interaction.locale), details, mayChange(interaction, details), paints),
    );
  },
};
