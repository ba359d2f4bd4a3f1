import type {
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
  ChatInputCommandInteraction,
} from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import type { Services } from '../../bot/services/index.js';
import type { View } from '../../bot/views/view.js';

/** A subcommand of `/settings`, or a group of them. It is acknowledged privately before; what it returns is the answer. */
export interface SettingsPart {
  readonly option: APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption;
  answer(ports: Services, interaction: InGuild<ChatInputCommandInteraction>): Promise<View>;
}
