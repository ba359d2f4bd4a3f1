import { ChannelType, MessageFlags, ThreadAutoArchiveDuration } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction, TextChannel } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import type { Permission } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { contestIntroView, contestOpenedView, contestRankingView } from '../bot/views/contest.js';
import { short } from '../bot/views/markdown.js';
import { admit } from './admit.js';
import { findByName, suggestNames } from './aestheticNames.js';
import { integerOption, slashCommand, stringOption, suggestedOption } from './definition.js';
import { managesMessages } from './member.js';

type Slash = InGuild<ChatInputCommandInteraction>;

const hours = { min: 1, max: 336 } as const;
const usualHours = 24;
/** Of a thread's name, Discord takes 100 characters. */
const titleLength = 90;

/** What the bot needs for a contest beyond the usual, asked for here alone. */
const wanted = ['CreatePublicThreads', 'SendMessagesInThreads'] as const satisfies readonly Permission[];

/** `/contest`: a thread in which members paint with one aesthetic until a moment; then the bot ranks the pictures. */
export function contest(ports: Services): SlashCommand {
  return {
    definition: slashCommand('contest', (_, t) => t.gallery.commands.contest, [
      suggestedOption('aesthetic', (_, t) => t.gallery.commands.contestAesthetic, { required: true }),
      integerOption('hours', (_, t) => t.gallery.commands.contestHours, hours),
      stringOption('title', (_, t) => t.gallery.commands.contestTitle, { max_length: titleLength }),
    ]),
    execute: (interaction) => start(ports, interaction),
    complete: async (interaction) => {
      const typed = interaction.options.getFocused();
      const names = await suggestNames(ports.aesthetics, interaction.guildId, typed, (one) => !one.unusable);
      await interaction.respond(names);
    },
  };
}

async function start(ports: Services, interaction: Slash): Promise<void> {
  const { guildId, guildLocale, options, user, memberPermissions, appPermissions } = interaction;
  const place = textChannel(interaction);
  if (memberPermissions?.has('CreatePublicThreads') !== true && !managesMessages(interaction))
    throw new BotError('mayNotUse');
  const missing = wanted.filter((permission) => !appPermissions.has(permission));
  if (missing.length > 0) throw new BotError('permissions', { missing });
  await admit(ports, interaction);
  const aesthetic = await findByName(ports.aesthetics, guildId, options.getString('aesthetic', true));
  if (aesthetic.unusable)
    throw new BotError('unusable', { label: `${aesthetic.name}@${aesthetic.version}`, why: aesthetic.unusable });
  const texts = textsFor(guildLocale);
  const typed = options.getString('title')?.trim() ?? '';
  const title = short(typed === '' ? texts.gallery.contestTitle(aesthetic.name) : typed, titleLength);
  const id = await ports.contests.create({
    guildId,
    aestheticId: aesthetic.id,
    title,
    creatorId: user.id,
    channelId: place.id,
    hours: options.getInteger('hours') ?? usualHours,
    ...(guildLocale !== null && { locale: guildLocale }),
  });
  const thread = await place.threads
    .create({ name: title, type: ChannelType.PublicThread, autoArchiveDuration: ThreadAutoArchiveDuration.OneWeek })
    .catch(async (error: unknown) => {
      await ports.contests.cancel(id);
      throw error;
    });
  const opened = await ports.contests.open(guildId, id, thread.id);
  await thread.send(toMessagePayload(contestIntroView(texts, opened)));
  await interaction.editReply(toMessagePayload(contestOpenedView(texts, opened)));
}

/** @throws BotError where no public thread can be opened */
function textChannel({ channel }: Slash): TextChannel {
  if (channel?.type !== ChannelType.GuildText) throw new BotError('contestPlace');
  return channel;
}

/** All entries below a contest's end, for whoever pressed. */
export async function pressContest(
  { contests }: Services,
  interaction: InGuild<ButtonInteraction>,
  id: string,
): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const [found, entries] = [
    await contests.find(interaction.guildId, id),
    await contests.entries(interaction.guildId, id),
  ];
  await replyPrivately(interaction, contestRankingView(textsFor(interaction.locale), found, entries));
}
