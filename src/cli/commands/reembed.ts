import type { Command } from 'commander';
import { engineFlags } from '../flags.js';
import type { Output } from '../output.js';

/** `aesthete reembed`: the aesthetics of the bot's servers move to a pack with another CLIP. */
export function addReembed(program: Command, output: Output): void {
  const command = program
    .command('reembed')
    .description("move the servers' aesthetics to a pack with another CLIP, by the kept pictures of their images")
    .option(
      '--guild <id>',
      'of one server (default: of every one that does not paint with another CLIP by its settings)',
    );
  for (const flag of engineFlags({ pack: 'AESTHETE_PACK' })) command.addOption(flag);
  command
    .addHelpText('after', examples)
    .action(async (raw: unknown) => (await import('../reembed.js')).reembed(raw, output));
}

const examples = `
Examples:
  $ aesthete reembed --pack sd21
  $ aesthete reembed --pack sd21 --guild 81384788765712384 --json

It reads the same environment (and .env) as the bot. Stop a bot that runs with the embedded database first: its data
folder can have one process. Each aesthetic becomes another version; what has one already is passed over, so that it can
be run again. With --json: pack, clipId, aesthetics (guild, name, outcome moved, there, left or elsewhere, version, why).`;
