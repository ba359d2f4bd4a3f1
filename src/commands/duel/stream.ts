import { MessageFlags } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction, Interaction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services, Viewer } from '../../bot/services/index.js';
import type { ChoiceReason, PicturePair } from '../../bot/types.js';
import { noMorePairsView, pairView, reasonView } from '../../bot/views/duels.js';
import { textView } from '../../bot/views/view.js';
import type { View } from '../../bot/views/view.js';
import { visibleChannels } from '../channels.js';
import { checkMayVote } from '../mayVote.js';
import { checkMayUse } from '../member.js';

type Pressed = InGuild<ButtonInteraction>;

/** `/duel stream`: pairs of pictures that exist, one after another, for whoever asks. */
export async function startStream(
  { duels }: Services,
  interaction: InGuild<ChatInputCommandInteraction>,
): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const viewer = viewerOf(interaction);
  await replyPrivately(interaction, shown(interaction, await duels.stream.first(viewer)));
}

/** "A", "B" or "equal" below a pair: keeps the choice, and shows the next pair in its place. */
export function choosesOfPair(best: number | null) {
  return async (services: Services, interaction: Pressed, both: string): Promise<void> => {
    checkMayUse(interaction);
    await interaction.deferUpdate();
    await checkMayVote(services, interaction);
    const { pair, asksWhy } = await services.duels.stream.choose(viewerOf(interaction), idsOf(both), best);
    await replace(interaction, shown(interaction, pair, asksWhy));
  };
}

export async function pressSkipPair({ duels }: Services, interaction: Pressed, both: string): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferUpdate();
  await replace(interaction, shown(interaction, await duels.stream.skip(viewerOf(interaction), idsOf(both))));
}

export async function pressStop({ duels }: Services, interaction: Pressed): Promise<void> {
  await interaction.deferUpdate();
  const count = await duels.stream.count(viewerOf(interaction));
  await replace(interaction, textView(textsFor(interaction.locale).duels.stopped(count)));
}

/** A chip below a choice: why. In the stream the pair that is shown stays. */
export function tellsWhy(reason: ChoiceReason) {
  return async ({ duels }: Services, interaction: Pressed, id: string): Promise<void> => {
    await interaction.deferUpdate();
    const viewer = viewerOf(interaction);
    await duels.why({ id, guildId: viewer.guildId, memberId: viewer.memberId }, reason);
    const thanks = reasonView(textsFor(interaction.locale), reason);
    const ids = pairIn(interaction);
    if (!ids) return replace(interaction, thanks);
    const next = shown(interaction, await duels.stream.again(viewer, ids));
    await replace(interaction, { ...next, components: [...thanks.components, ...next.components] });
  };
}

function shown(interaction: InGuild<Interaction>, pair: PicturePair | undefined, asksWhy?: string): View {
  const texts = textsFor(interaction.locale);
  return pair ? pairView(texts, pair, interaction.user.id, asksWhy) : noMorePairsView(texts, asksWhy);
}

async function replace(interaction: Pressed, view: View): Promise<void> {
  await interaction.editReply({ ...toMessagePayload(view), attachments: [] });
}

function viewerOf(interaction: InGuild<Interaction>): Viewer {
  const { guildId, user } = interaction;
  return { guildId, memberId: user.id, channelIds: visibleChannels(interaction) };
}

/** Two ids of 22 characters, one behind the other. @throws BotError for what this bot never made */
function idsOf(both: string): PicturePair['ids'] {
  if (both.length !== 44) throw new BotError('pairGone');
  return [both.slice(0, 22), both.slice(22)];
}

/** The pair that the message of a button shows, if it does. */
function pairIn({ message }: Pressed): PicturePair['ids'] | undefined {
  const found = /"\d+:streamSkip:([\w-]{44})"/.exec(JSON.stringify(message.components));
  return found?.[1] === undefined ? undefined : idsOf(found[1]);
}
