import type { Interaction } from 'discord.js';
import type { InGuild } from '../bot/discord/router.js';
import type { Services } from '../bot/services/index.js';
import { checkStanding } from './member.js';

/** By the server's rules, for an interaction that has been acknowledged. @throws BotError */
export async function checkMayVote(
  { settings }: Pick<Services, 'settings'>,
  interaction: InGuild<Interaction>,
): Promise<void> {
  checkStanding(interaction, await settings.of(interaction.guildId));
}
