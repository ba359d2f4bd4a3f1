import type { Command } from 'commander';
import { forceFlag } from '../flags.js';
import type { Output } from '../output.js';

/** `aesthete export`: all that a server has, as one archive. */
export function addExport(program: Command, output: Output): void {
  program
    .command('export')
    .description('write all that a server of the bot has into one archive, to move or keep it')
    .option('--guild <id>', 'of this server')
    .option('--all', 'of every server')
    .requiredOption('-o, --out <file>', 'the .zip to write')
    .addOption(forceFlag())
    .addHelpText('after', examples)
    .action(async (raw: unknown) => (await import('../exportServers.js')).exportServers(raw, output));
}

const examples = `
Examples:
  $ aesthete export --guild 81384788765712384 --out server.zip
  $ aesthete export --all --out servers.zip

It reads the same environment (and .env) as the bot. Stop a bot that runs with the embedded database first: its data
folder can have one process. With Postgres the bot may go on. The archive has settings, rules, aesthetics with their
images, requests with thumbnails, votes and the audit log; it has no token and no share code. Requests that are not
finished are left out, which is said. With --json: file, bytes, servers (guild, rows by table), unfinished.`;
