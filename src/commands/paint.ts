import type { AnySelectMenuInteraction, ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild } from '../bot/discord/router.js';
import { textsFor } from '../bot/i18n/index.js';
import type { GivenStart, RequestContext, Services } from '../bot/services/index.js';
import type { ImagineOptions } from '../bot/types.js';
import { waitingView } from '../bot/views/progress.js';
import { admit } from './admit.js';
import { showWarnings } from './warnings.js';

export type Paintable = InGuild<ChatInputCommandInteraction | ButtonInteraction | AnySelectMenuInteraction>;

export interface Asked {
  readonly imagineOptions: ImagineOptions;
  /** A picture to start from that was given with the command. */
  readonly start?: GivenStart;
  readonly parentId?: string;
}

/**
 * The way of every request for a picture, from a command or a button: acknowledge at once, look whether it may be, hand it to
 * `requests.accept`, show its place. From then on delivery edits the reply.
 * `ask` says what is wanted, after the acknowledgement: it may read the database. @throws BotError
 */
export async function paint(
  ports: Services,
  interaction: Paintable,
  ask: (context: RequestContext) => Promise<Asked>,
): Promise<void> {
  const { reply, channel, context, dailyQuota } = await admit(ports, interaction);
  const asked = await ask(context);
  const { generation, position, release } = await ports.requests.accept({
    ...asked,
    context,
    channelId: channel.id,
    ...(channel.isPublicThread && channel.parentId !== undefined && { parentChannelId: channel.parentId }),
    ageRestricted: channel.ageRestricted,
    askerId: interaction.user.id,
    reply,
    attachmentLimit: interaction.attachmentSizeLimit,
    ...(dailyQuota !== undefined && { dailyQuota }),
  });
  const waiting = toMessagePayload(waitingView(textsFor(interaction.guildLocale), generation, position));
  // It is accepted: whatever becomes of this edit, delivery goes on, and posts a new message if the reply is gone.
  await interaction
    .editReply(waiting)
    .catch(() => undefined)
    .finally(release);
  await showWarnings(ports, interaction, context.settings).catch(ports.onLeft);
}
