import type { ButtonInteraction } from 'discord.js';
import { toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { CardRequest, ReplyHandle, Services } from '../../bot/services/index.js';
import type { AestheticLabel, AestheticSummary } from '../../bot/types.js';
import { aestheticFacts } from '../../bot/views/aesthetics.js';
import { cardView } from '../../bot/views/cards.js';
import { textView } from '../../bot/views/view.js';
import { channelOf, paintsIn } from '../admission.js';
import { admit } from '../admit.js';
import { findById } from '../aestheticNames.js';
import type { Deferrable } from '../deferReply.js';

/**
 * Tells the channel of a new aesthetic, in a reply that was deferred for all, with how it comes to its card. Where the bot may not paint,
 * there is no word of one. `said` is markdown. `before`: whose card is shown above, where that is painted.
 */
export async function announce(
  ports: Services,
  interaction: Deferrable,
  reply: ReplyHandle,
  aesthetic: AestheticSummary,
  said: string,
  before?: AestheticLabel,
): Promise<void> {
  const context = await ports.context(interaction.guildId);
  if (aesthetic.unusable === undefined && paintsIn(channelOf(interaction), context.settings, context.pack))
    await askFor(ports, interaction, { context, reply, aesthetic, said, asked: false, ...(before && { before }) });
  else await interaction.editReply(toMessagePayload(textView(said)));
}

/** The button "Paint its card": for everybody who may use the bot here, in a message of its own. */
export async function pressCard(ports: Services, interaction: InGuild<ButtonInteraction>, id: string): Promise<void> {
  const { reply, context } = await admit(ports, interaction);
  const aesthetic = await findById(ports.aesthetics, interaction.guildId, id);
  const said = aestheticFacts(textsFor(interaction.guildLocale), aesthetic);
  await askFor(ports, interaction, { context, reply, aesthetic, said, asked: true });
}

async function askFor(
  { cards }: Services,
  interaction: Deferrable,
  what: Pick<CardRequest, 'context' | 'reply' | 'said' | 'asked' | 'before'> & { readonly aesthetic: AestheticSummary },
): Promise<void> {
  const request = {
    ...what,
    channelId: what.reply.channelId,
    askerId: interaction.user.id,
    attachmentLimit: interaction.attachmentSizeLimit,
  };
  await cards.ask(request, async (state) => {
    const texts = textsFor(interaction.guildLocale);
    const before = what.before && (await cards.find(interaction.guildId, what.before));
    await interaction.editReply(toMessagePayload(cardView(texts, what.said, what.aesthetic, state, before)));
  });
}
