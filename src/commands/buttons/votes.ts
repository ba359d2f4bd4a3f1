import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services, Vote } from '../../bot/services/index.js';
import type { VoteValue } from '../../bot/types.js';
import { pictureVotesView, pictureVotesViews, votedOnAesthetic, votedOnPicture } from '../../bot/views/votes.js';
import { checkMayVote } from '../mayVote.js';
import { checkMayUse } from '../member.js';

type Pressed = InGuild<ButtonInteraction>;
type Press = (ports: Services, interaction: Pressed, id: string) => Promise<void>;

/** 👍 or 👎 below an aesthetic: answered privately; the number of votes below a public message follows. */
function votesOnAesthetic(value: VoteValue): Press {
  return async (ports, interaction, id) => {
    checkMayUse(interaction);
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await checkMayVote(ports, interaction);
    const { name, ...tally } = await ports.votes.onAesthetic(voteOf(interaction, id, value));
    const { message, channelId, guildId, guildLocale } = interaction;
    if (!message.flags.has(MessageFlags.Ephemeral))
      ports.tallies.aesthetic({ channelId, messageId: message.id }, guildId, id, guildLocale);
    await replyPrivately(interaction, votedOnAesthetic(textsFor(interaction.locale), name, tally));
  };
}

export const pressLike = votesOnAesthetic(1);
export const pressDislike = votesOnAesthetic(-1);

/** The same below a picture. */
function votesOnPicture(value: VoteValue): Press {
  return async (ports, interaction, id) => {
    checkMayUse(interaction);
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await checkMayVote(ports, interaction);
    const { generationId, ...tally } = await ports.votes.onPicture(voteOf(interaction, id, value));
    ports.tallies.pictures(generationId);
    await replyPrivately(interaction, votedOnPicture(textsFor(interaction.locale), tally));
  };
}

export const pressLikePicture = votesOnPicture(1);
export const pressDislikePicture = votesOnPicture(-1);

/** "Vote" below several pictures: each of them with its own buttons, for whoever pressed. */
export async function pressVotePictures(ports: Services, interaction: Pressed, id: string): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const pictures = await ports.votes.pictures(interaction.guildId, id, interaction.user.id);
  const [first, ...more] = pictureVotesViews(textsFor(interaction.locale), pictures);
  await replyPrivately(interaction, first);
  for (const view of more)
    await interaction.followUp({
      ...toMessagePayload(view),
      flags: [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral],
    });
}

/** 👍 or 👎 in that message, which shows the vote. Its files stay. */
function votesOnShown(value: VoteValue): Press {
  return async (ports, interaction, id) => {
    checkMayUse(interaction);
    await interaction.deferUpdate();
    const { guildId, user, message } = interaction;
    await checkMayVote(ports, interaction);
    const { generationId } = await ports.votes.onPicture(voteOf(interaction, id, value));
    ports.tallies.pictures(generationId);
    const pictures = await ports.votes.pictures(guildId, generationId, user.id);
    const view = pictureVotesView(textsFor(interaction.locale), pictures, id);
    if (view)
      await interaction.editReply({
        ...toMessagePayload({ ...view, files: [] }),
        attachments: message.attachments.map(({ id: attachment }) => ({ id: attachment })),
      });
  };
}

export const pressLikeShown = votesOnShown(1);
export const pressDislikeShown = votesOnShown(-1);

export function voteOf({ guildId, user }: Pressed, id: string, value: VoteValue): Vote {
  return { guildId, memberId: user.id, id, value };
}
