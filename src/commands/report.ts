import { DiscordAPIError, MessageFlags, Routes } from 'discord.js';
import type { ButtonInteraction, MessageContextMenuCommandInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild, MessageCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import type { ReportAction, ReportCase } from '../bot/types.js';
import { reportView } from '../bot/views/reports.js';
import { textView } from '../bot/views/view.js';
import { channelOf } from './admission.js';
import { isAgeRestricted } from './channels.js';
import { messageCommand } from './definition.js';
import { checkMayUse, checkModerates } from './member.js';

type Reporting = InGuild<ButtonInteraction | MessageContextMenuCommandInteraction>;
type Pressed = InGuild<ButtonInteraction>;

/** "Report to moderators", on a message of the bot's with pictures. */
export function reportMessage(ports: Services): MessageCommand {
  return {
    definition: messageCommand((_, t) => t.moderation.commands.report),
    execute: (interaction) => report(ports, interaction, { messageId: interaction.targetId }),
  };
}

/** "Report", below a recipe and in the showcase. */
export function pressReport(ports: Services, interaction: Pressed, id: string): Promise<void> {
  return report(ports, interaction, { id });
}

/** Tells the moderators in their channel, once for a request's pictures, and thanks whoever reported, privately. */
async function report(
  { moderation, settings }: Services,
  interaction: Reporting,
  at: { readonly messageId: string } | { readonly id: string },
): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const { guildId, user } = interaction;
  const { reportChannelId } = (await settings.of(guildId)).rules;
  if (reportChannelId === undefined) throw new BotError('noReports');
  const reported = await moderation.report(guildId, at, user.id);
  // Whoever reported first has told them; the message's buttons show who reported since.
  if (reported.reporterIds[0] === user.id)
    await tellModerators(interaction, reportChannelId, reported).catch(async (error: unknown) => {
      await moderation.forgetReport(reported.generationId, user.id);
      throw error;
    });
  await replyPrivately(interaction, textView(textsFor(interaction.locale).moderation.reported));
}

/** @throws BotError where the channel is gone, or may not be posted to */
async function tellModerators(interaction: Reporting, channelId: string, reported: ReportCase): Promise<void> {
  const { guild, guildId, guildLocale } = interaction;
  const channel = guild?.channels.cache.get(channelId);
  if (!channel?.isSendable()) throw new BotError('reportsUnreachable');
  const view = reportView(textsFor(guildLocale), guildId, reported, maySee(interaction, channelId, reported));
  // Two members may report at once: of one nonce, Discord takes one message.
  const once = { nonce: reported.generationId, enforceNonce: true };
  await channel.send({ ...toMessagePayload(view), ...once }).catch((error: unknown) => {
    if (error instanceof DiscordAPIError && error.status >= 400 && error.status < 500)
      throw new BotError('reportsUnreachable');
    throw error;
  });
}

/** What comes from an age-restricted channel is shown in such a channel alone; what comes from an unknown one is taken for that. */
function maySee({ guild }: Reporting, channelId: string, { channelId: from }: ReportCase): boolean {
  const restricted = (id: string): boolean => {
    const channel = guild?.channels.cache.get(id);
    return channel === undefined || isAgeRestricted(channel);
  };
  return !restricted(from) || (guild?.channels.cache.has(channelId) === true && restricted(channelId));
}

function acts(action: ReportAction) {
  return async (ports: Services, interaction: Pressed, id: string): Promise<void> => {
    await interaction.deferUpdate();
    const { guildId, user } = interaction;
    await checkReported(ports, interaction, id);
    const { messages, ...reported } = await ports.moderation.act(guildId, user.id, id, action);
    for (const { channelId, messageId } of messages) await takeAway(interaction, channelId, messageId);
    await show(interaction, reported);
  };
}

/** For moderators, below a report. */
export const pressReportRemove = acts('remove');
export const pressReportWarn = acts('warn');
export const pressReportBlock = acts('block');

export async function pressReportUndo(ports: Services, interaction: Pressed, id: string): Promise<void> {
  await interaction.deferUpdate();
  await checkReported(ports, interaction, id);
  await show(interaction, await ports.moderation.undo(interaction.guildId, interaction.user.id, id));
}

/** @throws BotError unless the member moderates the channel that the pictures are in: a report names them anywhere, and buttons can be forged */
async function checkReported({ moderation }: Services, interaction: Pressed, id: string): Promise<void> {
  checkModerates(interaction, (await moderation.caseOf(interaction.guildId, id)).channelId);
}

async function show(interaction: Pressed, reported: ReportCase): Promise<void> {
  const { guildId, guildLocale } = interaction;
  const view = reportView(
    textsFor(guildLocale),
    guildId,
    reported,
    maySee(interaction, channelOf(interaction).id, reported),
  );
  await interaction.editReply({ ...toMessagePayload(view), attachments: [] });
}

/** Deletes a message of the bot's. One that is gone, or in a channel that the bot has lost, needs no more. */
async function takeAway({ client }: Pressed, channelId: string, messageId: string): Promise<void> {
  await client.rest.delete(Routes.channelMessage(channelId, messageId)).catch((error: unknown) => {
    if (!(error instanceof DiscordAPIError && (error.status === 404 || error.status === 403))) throw error;
  });
}
