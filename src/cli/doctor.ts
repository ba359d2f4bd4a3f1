import { REST } from 'discord.js';
import { readEnvironment } from '../bot/config.js';
import type { Config } from '../bot/config.js';
import { UserError } from '../engine/index.js';
import type { Finding } from './doctor/check.js';
import { discordFindings } from './doctor/discord.js';
import { engineFindings } from './doctor/engine.js';
import { storeFindings } from './doctor/store.js';
import type { Output } from './output.js';

const marks = { ok: '✓', note: '·', bad: '✗' } as const;

/** `aesthete doctor`: checks what the bot needs, and tells you how to fix what is wrong. */
export async function doctor(output: Output): Promise<void> {
  const config = readEnvironment();
  const findings: Finding[] = [];
  for (const check of checks(config, output.signal)) {
    const found = await check();
    findings.push(...found);
    for (const one of found) if (one.verdict === 'bad' || !output.quiet) output.line(line(one));
  }
  output.result({ findings });
  const wrong = findings.filter(({ verdict }) => verdict === 'bad').length;
  if (wrong > 0) throw new UserError(`${wrong} thing${wrong === 1 ? ' is' : 's are'} wrong; see above`);
}

/** One after another: the embedded database and the engine want the machine for themselves. */
function checks(config: Config, signal: AbortSignal): (() => Promise<Finding[]>)[] {
  const { discordToken, discordApi, pack, device } = config;
  const rest = (token: string): REST =>
    new REST({ ...(discordApi !== undefined && { api: discordApi }) }).setToken(token);
  return [
    () => discordFindings(discordToken === undefined ? undefined : rest(discordToken)),
    () => storeFindings(config),
    () => engineFindings(pack, device, signal),
  ];
}

function line({ about, verdict, said, remedy }: Finding): string {
  return `${marks[verdict]} ${about}: ${said}${remedy === undefined ? '' : `\n    → ${remedy}`}`;
}
