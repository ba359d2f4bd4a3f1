import { MessageFlags } from 'discord.js';
import type { AnySelectMenuInteraction, ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { removeImageView } from '../../bot/views/aesthetics.js';
import { escape } from '../../bot/views/markdown.js';
import { textView } from '../../bot/views/view.js';
import { findById } from '../aestheticNames.js';
import { subcommand } from '../definition.js';
import { checkMayChange } from '../member.js';
import { changeableAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic remove`: shows the images, of which one can be taken out. */
export const remove: Subcommand = {
  changes: true,
  option: subcommand('remove', (t) => t.aesthetic.remove, [nameOption()]),
  execute: async (ports, interaction) => {
    const { id } = await changeableAesthetic(ports, interaction);
    await askWhich(ports, interaction, id);
  },
};

/** The button of the same name, below an aesthetic's details. */
export async function pressRemove(ports: Services, interaction: InGuild<ButtonInteraction>, id: string): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  checkMayChange(interaction, await findById(ports.aesthetics, interaction.guildId, id));
  await askWhich(ports, interaction, id);
}

async function askWhich(
  { aesthetics }: Services,
  interaction: InGuild<ChatInputCommandInteraction | ButtonInteraction>,
  id: string,
): Promise<void> {
  const details = await aesthetics.details(interaction.guildId, id);
  if (!details) throw new BotError('aestheticNotHere');
  const { name, images } = details;
  if (images.length === 0) throw new BotError('noImageVectors', { name });
  if (images.length === 1) throw new BotError('lastImage', { name });
  await replyPrivately(interaction, removeImageView(textsFor(interaction.locale), details));
}

/** An image was chosen. */
export async function selectImage(
  { aesthetics }: Services,
  interaction: InGuild<AnySelectMenuInteraction>,
  id: string,
): Promise<void> {
  await interaction.deferUpdate();
  const { guildId } = interaction;
  checkMayChange(interaction, await findById(aesthetics, guildId, id));
  const { name, version, count } = await aesthetics.removeImage(guildId, id, interaction.values[0] ?? '');
  const done = textView(textsFor(interaction.locale).answers.changed(escape(name), version, count));
  await interaction.editReply({ ...toMessagePayload(done), attachments: [] });
}
