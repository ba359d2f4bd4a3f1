import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import type { Services } from '../bot/services/index.js';
import type { AestheticSummary } from '../bot/types.js';
import { add } from './aesthetic/add.js';
import { blend } from './aesthetic/blend.js';
import { breed } from './aesthetic/breed.js';
import { browse } from './aesthetic/browse.js';
import { create } from './aesthetic/create.js';
import { removal } from './aesthetic/delete.js';
import { exportFile } from './aesthetic/export.js';
import { importFile } from './aesthetic/import.js';
import { list } from './aesthetic/list.js';
import { map } from './aesthetic/map.js';
import { refine } from './aesthetic/refine.js';
import { remove } from './aesthetic/remove.js';
import { rename } from './aesthetic/rename.js';
import { adopt, share, unshare } from './aesthetic/share.js';
import { show } from './aesthetic/show.js';
import type { Subcommand } from './aesthetic/subcommand.js';
import { suggestNames } from './aestheticNames.js';
import { slashCommand } from './definition.js';
import { mayChange } from './member.js';

const subcommands: readonly Subcommand[] = [
  create,
  add,
  remove,
  blend,
  breed,
  refine,
  list,
  browse,
  map,
  show,
  rename,
  removal,
  share,
  unshare,
  adopt,
  importFile,
  exportFile,
];

/** `/aesthetic`: the tastes of a server. One file for each of its subcommands. */
export function aesthetic(ports: Services): SlashCommand {
  const named = (interaction: ChatInputCommandInteraction | AutocompleteInteraction): Subcommand => {
    const wanted = interaction.options.getSubcommand();
    const found = subcommands.find(({ option }) => option.name === wanted);
    if (!found) throw new BotError('unknownCommand');
    return found;
  };
  return {
    definition: slashCommand(
      'aesthetic',
      (t) => t.aesthetic.description,
      subcommands.map(({ option }) => option),
    ),
    execute: (interaction) => named(interaction).execute(ports, interaction),
    complete: async (interaction) => {
      await interaction.respond(await suggest(ports, interaction, named(interaction)));
    },
  };
}

/** Names; for what changes an aesthetic those that the member may change, for what uses it those that can be used. */
function suggest(
  { aesthetics }: Services,
  interaction: InGuild<AutocompleteInteraction>,
  { changes, uses }: Subcommand,
): Promise<{ name: string; value: string }[]> {
  const which = (one: AestheticSummary): boolean =>
    (!changes || mayChange(interaction, one)) && (!uses || one.unusable === undefined);
  return suggestNames(aesthetics, interaction.guildId, interaction.options.getFocused(), which);
}
