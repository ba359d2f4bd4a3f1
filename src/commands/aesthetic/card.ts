import type { ButtonInteraction } from 'discord.js';
import { toMessage } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services, ReplyHandle } from '../../bot/services/index.js';
import type { AestheticSummary } from '../../bot/types.js';
import { aestheticFacts } from '../../bot/views/aesthetics.js';
import { cardView } from '../../bot/views/cards.js';
import { textView } from '../../bot/views/view.js';
import { channelOf, paintsIn } from '../admission.js';
import { admit } from '../admit.js';
import { findById } from '../aestheticNames.js';
import type { Deferrable } from '../reply.js';

/**
 * Tells the channel of a new aesthetic, in a reply that was deferred for all, with how it comes to its card. Where the bot may not paint,
 * there is no word of one. `said` is markdown.
 */
export async function announce(
  ports: Services,
  interaction: Deferrable,
  reply: ReplyHandle,
  aesthetic: AestheticSummary,
  said: string,
): Promise<void> {
  const { guildId } = interaction;
  const [ours, pack] = await Promise.all([ports.settings.of(guildId), ports.packs.of(guildId)]);
  if (aesthetic.unusable === undefined && paintsIn(channelOf(interaction), ours, pack))
    await askFor(ports, interaction, reply, aesthetic, said, false);
  else await interaction.editReply(toMessage(textView(said)));
}

/** The button "Paint its card": for everybody who may use the bot here, in a message of its own. */
export async function pressCard(ports: Services, interaction: InGuild<ButtonInteraction>, id: string): Promise<void> {
  const { reply } = await admit(ports, interaction);
  const aesthetic = await findById(ports.aesthetics, interaction.guildId, id);
  await askFor(
    ports,
    interaction,
    reply,
    aesthetic,
    aestheticFacts(textsFor(interaction.guildLocale), aesthetic),
    true,
  );
}

async function askFor(
  { cards }: Services,
  interaction: Deferrable,
  reply: ReplyHandle,
  aesthetic: AestheticSummary,
  said: string,
  asked: boolean,
): Promise<void> {
  const order = {
    guildId: interaction.guildId,
    channelId: reply.channelId,
    askerId: interaction.user.id,
    attachmentLimit: interaction.attachmentSizeLimit,
    aesthetic,
    said,
    reply,
    asked,
  };
  await cards.ask(order, async (state) => {
    await interaction.editReply(toMessage(cardView(textsFor(interaction.guildLocale), said, aesthetic, state)));
  });
}
