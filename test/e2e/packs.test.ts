import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Interruption } from '../../src/cli/interruption.js';
import { decodeImage, listPacks } from '../../src/engine/index.js';
import { startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';
import { aesthete, aestheteIn } from '../support/cli.js';
import { startFakeHub } from '../support/fakeHub.js';
import { filesOf, presetRepositories } from '../support/presetHub.js';
import { botProcesses } from './support/botProcesses.js';
import { startingMs } from './support/installation.js';
import { answer, download, patienceMs, picture } from './support/shown.js';

const interruptions = 10;
const storyMs = 600_000;
const add = ['packs', 'add', 'sd15-lcm'];

let models: string;
let hub: Awaited<ReturnType<typeof startFakeHub>>;
let discord: Discord;
let bot: Awaited<ReturnType<typeof botProcesses>>;
/** Of everything that the preset consists of. */
let totalBytes: number;

beforeAll(async () => {
  const repositories = await presetRepositories();
  hub = await startFakeHub(repositories);
  const parts = ['stable-diffusion-v1-5/stable-diffusion-v1-5', 'openai/clip-vit-large-patch14'];
  totalBytes = parts
    .flatMap((name) => [...repositories[name].files.values()])
    .reduce((sum, { length }) => sum + length, 0);
  models = await mkdtemp(join(tmpdir(), 'aesthete-models-'));
  vi.stubEnv('AESTHETE_MODELS', models);
  vi.stubEnv('HF_ENDPOINT', hub.endpoint);
  discord = await startDiscord({ rules: { identifyMs: 0 } });
  bot = await botProcesses('embedded', discord);
  await bot.start();
}, startingMs);
afterAll(async () => {
  await bot.remove();
  await discord.close();
  await hub.close();
  await rm(models, { recursive: true });
  vi.unstubAllEnvs();
});

/** Ctrl-C. @returns the exit code */
async function interrupt(silence: Promise<void>): Promise<unknown> {
  const abort = new AbortController();
  const ended = aestheteIn({ signal: abort.signal }, ...add);
  await Promise.race([silence, ended]);
  abort.abort(new Interruption('SIGINT'));
  return (await ended).code;
}

/** @returns the signal that ended it */
async function kill(silence: Promise<void>): Promise<unknown> {
  const child = spawn(process.execPath, ['dist/cli.js', ...add], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([silence, ended]);
  child.kill('SIGKILL');
  return ((await ended) as [number | null, string | null])[1];
}

const isThere = async (): Promise<boolean> => (await listPacks()).some(({ name }) => name === 'sd15-lcm');

async function pixels(png: Uint8Array): Promise<Uint8Array> {
  return (await decodeImage(png)).data;
}

it(
  'a preset arrives, however often it is interrupted, and the bot that runs paints with it',
  async () => {
    for (let time = 0; time < interruptions; time++) {
      const silence = hub.silenceAfter(Math.floor((Math.random() * totalBytes) / (interruptions + 1)));
      const isLast = time === interruptions - 1;
      expect(await (isLast ? kill(silence) : interrupt(silence))).toBe(isLast ? 'SIGKILL' : 130);
      expect(await isThere()).toBe(false);
    }
    expect((await aesthete(...add)).code).toBe(0);
    expect(await readdir(models)).toEqual(['clip', 'sd15-lcm']);
    const files = await filesOf(join(models, 'sd15-lcm'));
    for (const [path, bytes] of (await presetRepositories())['stable-diffusion-v1-5/stable-diffusion-v1-5'].files)
      expect(files.get(path), path).toEqual(bytes);

    const out = join(models, '..', `${Date.now()}.png`);
    const asked = { prompt: 'a castle', seed: 7 };
    const cli = ['imagine', asked.prompt, '--seed', String(asked.seed), '--pack', 'sd15-lcm', '--device', 'cpu'];
    expect((await aesthete(...cli, '--out', out)).code).toBe(0);
    const byCli = await pixels(await readFile(out));
    await rm(out);

    const admin = discord.member('admin');
    const choose = async (): Promise<string> =>
      (await answer(await admin.slash('/settings change', { pack: 'sd15-lcm' }))).text;
    await expect.poll(choose, { timeout: patienceMs, interval: 500 }).toContain('Saved.');
    const painted = await picture(await admin.slash('/imagine', asked));
    expect(await pixels(await download(painted.images[0]))).toEqual(byCli);
  },
  storyMs,
);
