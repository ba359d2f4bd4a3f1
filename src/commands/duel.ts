import type { AutocompleteInteraction } from 'discord.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import type { Services } from '../bot/services/index.js';
import { integerOption, slashCommand, stringOption, subcommand, suggestedOption } from './definition.js';
import { minutesRange, startDuel, suggestContestants } from './duel/start.js';
import { startStream } from './duel/stream.js';

/** `/duel`: Discord lets a command with subcommands have no options of its own, so that a duel is `/duel start`. */
export function duel(ports: Services): SlashCommand {
  return {
    definition: slashCommand('duel', (t) => t.duel.description, [
      subcommand('start', (t) => t.duel.start, [
        stringOption('prompt', (t) => t.duel.prompt, { required: true, max_length: 6_000 }),
        suggestedOption('left', (t) => t.duel.left),
        suggestedOption('right', (t) => t.duel.right),
        integerOption('minutes', (t) => t.duel.minutes, minutesRange),
      ]),
      subcommand('stream', (t) => t.duel.stream),
    ]),
    execute: (interaction) =>
      interaction.options.getSubcommand() === 'stream'
        ? startStream(ports, interaction)
        : startDuel(ports, interaction),
    complete: async (interaction: InGuild<AutocompleteInteraction>) => {
      await interaction.respond(await suggestContestants(ports, interaction));
    },
  };
}
