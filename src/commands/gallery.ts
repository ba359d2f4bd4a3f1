import { ApplicationCommandOptionType, MessageFlags } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { galleryView, parseGalleryPlace } from '../bot/views/gallery.js';
import type { GalleryPlace } from '../bot/views/gallery.js';
import type { View } from '../bot/views/view.js';
import { findByName, noAesthetic, suggestNames } from './aestheticNames.js';
import { visibleChannels } from './channels.js';
import { choiceOption, described, slashCommand, suggestedOption } from './definition.js';

/** `/gallery`: the server's pictures that whoever asks may see, for them alone. */
export function gallery(ports: Services): SlashCommand {
  const memberOption = {
    type: ApplicationCommandOptionType.User,
    name: 'member',
    ...described((_, t) => t.gallery.commands.member),
  } as const;
  return {
    definition: slashCommand('gallery', (_, t) => t.gallery.commands.description, [
      suggestedOption('aesthetic', (_, t) => t.gallery.commands.aesthetic),
      memberOption,
      choiceOption('sort', (_, t) => t.gallery.commands.sort, ['best', 'newest'], {
        best: (_, t) => t.gallery.commands.sorts.best,
        newest: (_, t) => t.gallery.commands.sorts.newest,
      }),
    ]),
    execute: async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const { options } = interaction;
      const aesthetic = options.getString('aesthetic');
      const memberId = options.getUser('member')?.id;
      const place: GalleryPlace = {
        page: 1,
        sort: options.getString('sort') === 'newest' ? 'newest' : 'best',
        ...(memberId !== undefined && { memberId }),
        ...(aesthetic !== null && { aestheticId: await idOf(ports, interaction.guildId, aesthetic) }),
      };
      await replyPrivately(interaction, await page(ports, interaction, place));
    },
    complete: async (interaction) => {
      const typed = interaction.options.getFocused();
      const names = await suggestNames(ports.aesthetics, interaction.guildId, typed);
      const none = noAesthetic.startsWith(typed.trim().toLowerCase())
        ? [{ name: noAesthetic, value: noAesthetic }]
        : [];
      await interaction.respond([...names.slice(0, 24), ...none]);
    },
  };
}

/** Another page of it. */
export async function turnGallery(ports: Services, interaction: InGuild<ButtonInteraction>, id: string): Promise<void> {
  const place = parseGalleryPlace(id);
  if (!place) throw new BotError('oldButton');
  await interaction.deferUpdate();
  await interaction.editReply({ ...toMessagePayload(await page(ports, interaction, place)), attachments: [] });
}

async function idOf({ aesthetics }: Services, guildId: string, name: string): Promise<string | null> {
  return name.trim().toLowerCase() === noAesthetic ? null : (await findByName(aesthetics, guildId, name)).id;
}

async function page(
  { gallery }: Services,
  interaction: InGuild<ChatInputCommandInteraction | ButtonInteraction>,
  place: GalleryPlace,
): Promise<View> {
  const { guildId } = interaction;
  const { page: wanted, sort, ...filters } = place;
  const found = await gallery.page({ guildId, channelIds: visibleChannels(interaction), ...filters }, sort, wanted);
  return galleryView(textsFor(interaction.locale), guildId, place, found);
}
