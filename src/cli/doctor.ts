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

const marks = { ok: '✓', note: '·', bad: '✗' } as const;

/** `aesthete doctor`: looks at everything that the bot needs, and says of what is wrong how to put it right. */
export async function doctor(raw: unknown): Promise<void> {
  const { json } = parseOptions(options, raw);
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
