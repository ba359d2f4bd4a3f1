import { MessageFlags } from 'discord.js';
import type { APIApplicationCommandSubcommandOption, ChatInputCommandInteraction } from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import type { Services } from '../../bot/services/index.js';
import type { AestheticSummary } from '../../bot/types.js';
import { findByName } from '../aestheticNames.js';
import { suggestedOption } from '../definition.js';
import { checkMayChange } from '../member.js';

type Slash = InGuild<ChatInputCommandInteraction>;

export interface Subcommand {
  readonly option: APIApplicationCommandSubcommandOption;
  /** Whether it is for those who may change the aesthetic that it names. */
  readonly changes: boolean;
  /** Whether it takes only those that the server's pack can use. */
  readonly uses?: true;
  execute(ports: Services, interaction: Slash): Promise<void>;
}

/** The option that names an aesthetic. */
export const nameOption = () => suggestedOption('name', (t) => t.aesthetic.name, { required: true });

/** The aesthetic that the command names. @throws BotError that suggests the nearest */
export function namedAesthetic({ aesthetics }: Services, interaction: Slash): Promise<AestheticSummary> {
  return findByName(aesthetics, interaction.guildId, interaction.options.getString('name', true));
}

/** Acknowledges for the member alone, then finds the aesthetic. @throws BotError unless the member may change it */
export async function changeableAesthetic(ports: Services, interaction: Slash): Promise<AestheticSummary> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const aesthetic = await namedAesthetic(ports, interaction);
  checkMayChange(interaction, aesthetic);
  return aesthetic;
}
