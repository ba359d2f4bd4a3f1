import type { Command } from 'commander';
import type { Output } from '../output.js';

/** `aesthete import`: the servers of an archive of `aesthete export`. */
export function addImport(program: Command, output: Output): void {
  program
    .command('import <file>')
    .description('take the servers of an archive that export wrote into the database of the bot, all of them or none')
    .option('--replace', 'delete first what these servers have here')
    .option(
      '--without-packs',
      'take aesthetics that are built into packs which no worker has served here as deleted ones',
    )
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', examples)
    .action(async (file: string, raw: unknown) =>
      (await import('../importServers.js')).importServers(file, raw, output),
    );
}

const examples = `
Examples:
  $ aesthete import server.zip
  $ aesthete import server.zip --replace --yes

It reads the same environment (and .env) as the bot. Stop a bot that runs with the embedded database first: its data
folder can have one process. Start the bot once before, so that the aesthetics of its packs are known. Every row is
checked, and nothing is changed where one is wrong; but a row says in which channel the bot writes, so take archives of
people whom you trust. With --json: file, servers (guild, rows by table, replaced).`;
