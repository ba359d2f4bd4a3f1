import { MessageFlags } from 'discord.js';
import { toMessagePayload } from '../bot/discord/reply.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import type { GuildSettings } from '../bot/types.js';
import { warningView } from '../bot/views/reports.js';
import type { Deferrable } from './deferReply.js';

/** What moderators warned the member of, told privately and once, behind the answer to what they have asked for. */
export async function showWarnings(
  { moderation }: Services,
  interaction: Deferrable,
  { rules }: GuildSettings,
): Promise<void> {
  const { guildId, user } = interaction;
  if (!rules.warned.includes(user.id)) return;
  const prompts = await moderation.takeWarnings(guildId, user.id);
  if (prompts.length === 0) return;
  const message = toMessagePayload(warningView(textsFor(interaction.locale), prompts));
  await interaction.followUp({ ...message, flags: [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] });
}
