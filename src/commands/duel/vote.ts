import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { replyPrivately } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { choiceView, closedDuelView, sideName } from '../../bot/views/duels.js';
import { checkMayVote } from '../mayVote.js';
import { checkMayUse, managesMessagesIn } from '../member.js';

type Pressed = InGuild<ButtonInteraction>;

/** "A", "B" or "equal" below an open duel; `best`: the index of the picture. The answer is for whoever pressed. */
export function votesInDuel(best: number | null) {
  return async (services: Services, interaction: Pressed, generationId: string): Promise<void> => {
    const { duels, tallies } = services;
    checkMayUse(interaction);
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await checkMayVote(services, interaction);
    const { guildId, user, locale } = interaction;
    const texts = textsFor(locale);
    const vote = await duels.vote({ guildId, generationId, memberId: user.id, best });
    if (!('closed' in vote)) tallies.duel(generationId);
    await replyPrivately(
      interaction,
      'closed' in vote ? closedDuelView(texts, vote.result) : choiceView(texts, sideName(texts, best), vote),
    );
  };
}

/** "Close now": for who started the duel, or Manage Messages. The reveal edits the message. */
export async function pressClose({ duels }: Services, interaction: Pressed, generationId: string): Promise<void> {
  await interaction.deferUpdate();
  const { creatorId, generation } = await duels.find(interaction.guildId, { generationId });
  if (creatorId !== interaction.user.id && !managesMessagesIn(interaction, generation.channelId))
    throw new BotError('notYourDuel');
  if (!(await duels.close(interaction.guildId, generationId))) throw new BotError('duelNotOpen');
}

/** A number below several pictures: the best of them. The id is that of the generation, and the number. */
export async function pressBest(services: Services, interaction: Pressed, id: string): Promise<void> {
  checkMayUse(interaction);
  const parts = /^(?<generationId>.{22})-(?<number>[1-4])$/.exec(id)?.groups;
  if (!parts) throw new BotError('gone');
  const { generationId, number } = parts;
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await checkMayVote(services, interaction);
  const { guildId, user, locale } = interaction;
  const texts = textsFor(locale);
  const best = Number(number) - 1;
  const vote = await services.duels.best({ guildId, generationId, memberId: user.id, best });
  await replyPrivately(interaction, choiceView(texts, texts.duels.picture(best + 1), vote));
}
