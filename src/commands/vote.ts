import { MessageFlags } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import type { VoteValue } from '../bot/types.js';
import type { View } from '../bot/views/view.js';
import { voteView } from '../bot/views/votes.js';
import { channelOf, checkChannel } from './admission.js';
import { voteOf } from './buttons/votes.js';
import { slashCommand } from './definition.js';
import { checkMayVote } from './mayVote.js';
import { checkMayUse } from './member.js';

type Pressed = InGuild<ButtonInteraction>;
type Before = Parameters<typeof voteView>[2];

/** `/vote`: card after card that the member has not voted on, for them alone. */
export function vote(ports: Services): SlashCommand {
  return {
    definition: slashCommand('vote', (t) => t.vote.description, []),
    execute: async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await replyPrivately(interaction, await next(ports, interaction));
    },
  };
}

/** 👍 or 👎 on the card that is shown, and the next card in its place. */
function votesAndGoesOn(value: VoteValue) {
  return async (ports: Services, interaction: Pressed, id: string): Promise<void> => {
    checkMayUse(interaction);
    await interaction.deferUpdate();
    await checkMayVote(ports, interaction);
    const before = await ports.votes.onAesthetic(voteOf(interaction, id, value));
    await replace(interaction, await next(ports, interaction, id, before));
  };
}

export const pressLikeNext = votesAndGoesOn(1);
export const pressDislikeNext = votesAndGoesOn(-1);

export async function pressSkip(ports: Services, interaction: Pressed, id: string): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferUpdate();
  await replace(interaction, await next(ports, interaction, id));
}

async function replace(interaction: Pressed, view: View): Promise<void> {
  await interaction.editReply({ ...toMessagePayload(view), attachments: [] });
}

/** The card behind that of `after`. @throws BotError where the bot may not paint: there it shows no cards either */
async function next(
  { votes, context }: Services,
  interaction: InGuild<ChatInputCommandInteraction | ButtonInteraction>,
  after?: string,
  before?: Before,
): Promise<View> {
  const { guildId, user, locale } = interaction;
  const loaded = await context(guildId);
  const nameOf = (id: string): string | undefined => interaction.guild?.channels.cache.get(id)?.name;
  checkChannel(channelOf(interaction), loaded.settings, loaded.pack, nameOf);
  return voteView(textsFor(locale), await votes.nextCard(loaded, user.id, after), before);
}
