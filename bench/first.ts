import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBot } from '../src/bot/bot.js';
import { readConfig } from '../src/bot/config.js';
import { openLog } from '../src/bot/log.js';
import { createCommands } from '../src/commands/index.js';
import { startDiscord } from '../src/playground/index.js';
import { median, report, round, time } from './measure.js';

/**
 * From a member's `/imagine` to the picture in the channel, over REST and gateway, with the demo pack: the first of a bot that has
 * just started, and the next ones. Aims: 5 s and 2 s on 2 cores.
 */
const runs = 3;
const longMs = 120_000;
const [starts, cold, warm]: [number[], number[], number[]] = [[], [], []];
const log = openLog({ logLevel: 'warn' });

for (let run = 0; run < runs; run++) {
  const dataDir = await mkdtemp(join(tmpdir(), 'aesthete-first-'));
  const discord = await startDiscord();
  const config = {
    ...readConfig({ AESTHETE_DEVICE: 'cpu' }),
    discordToken: discord.token,
    discordApi: discord.api,
    attachmentHosts: [new URL(discord.url).host],
    dataDir,
    store: { mode: 'embedded', dir: dataDir } as const,
  };
  let bot: Awaited<ReturnType<typeof startBot>> | undefined;
  starts.push(
    await time(async () => {
      bot = await startBot(config, createCommands, log);
    }),
  );
  const guest = discord.member('guest');
  const paint = (seed: number) =>
    time(async () => {
      const asked = await guest.slash('/imagine', { prompt: 'a castle', aesthetic: 'gloomcore', seed });
      await asked.reply(({ buttons }) => buttons.some(({ label }) => label === 'Again'), longMs);
    });
  cold.push(await paint(1));
  for (let next = 0; next < runs; next++) warm.push(await paint(2 + next));
  await bot?.close();
  await discord.close();
  await rm(dataDir, { recursive: true });
}
const median0 = (values: readonly number[]): number => round(median(values), 0);
report({ startMs: median0(starts), coldMs: median0(cold), warmMs: median0(warm) });
process.exit(0);
