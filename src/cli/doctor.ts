import type { Command } from 'commander';
import { REST } from 'discord.js';
import { z } from 'zod';
import { readEnvironment } from '../bot/config.js';
import type { Config } from '../bot/config.js';
import { UserError } from '../engine/index.js';
import type { Finding } from './doctor/check.js';
import { discordFindings } from './doctor/discord.js';
import { engineFindings } from './doctor/engine.js';
import { storeFindings } from './doctor/store.js';
import { parseOptions } from './options.js';
import { printJson, printLine } from './print.js';

const options = z.object({ json: z.boolean().default(false) });

/** `aesthete doctor`: looks at everything that the bot needs, and says of what is wrong how to put it right. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check what the bot needs: token, permissions, database, queue, pack, devices, data folder')
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', examples)
    .action((raw: unknown) => doctor(parseOptions(options, raw).json));
}

const examples = `
Examples:
  $ aesthete doctor
  $ DATABASE_URL=postgres://… REDIS_URL=redis://… aesthete doctor --json

It reads the same environment (and .env) as the bot. Stop a bot that runs with the embedded database first: its data
folder can have one process. It ends with 1 if anything is wrong.`;

const marks = { ok: '✓', note: '·', bad: '✗' } as const;

async function doctor(json: boolean): Promise<void> {
  const config = readEnvironment();
  const findings: Finding[] = [];
  for (const check of checks(config)) {
    const found = await check();
    findings.push(...found);
    if (!json) for (const one of found) printLine(line(one));
  }
  if (json) printJson({ findings });
  const wrong = findings.filter(({ verdict }) => verdict === 'bad').length;
  if (wrong > 0) throw new UserError(`${wrong} thing${wrong === 1 ? ' is' : 's are'} wrong; see above`);
}

/** One after another: the embedded database and the engine want the machine for themselves. */
function checks(config: Config): (() => Promise<Finding[]>)[] {
  const { discordToken, pack, device } = config;
  return [
    () => discordFindings(discordToken === undefined ? undefined : new REST().setToken(discordToken)),
    () => storeFindings(config),
    () => engineFindings(pack, device),
  ];
}

function line({ about, verdict, said, remedy }: Finding): string {
  return `${marks[verdict]} ${about}: ${said}${remedy === undefined ? '' : `\n    → ${remedy}`}`;
}
