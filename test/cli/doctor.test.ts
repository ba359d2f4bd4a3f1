import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DiscordAPIError, PermissionsBitField, Routes } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/bot/config.js';
import { lockDataFolder } from '../../src/bot/database/folderLock.js';
import { needed } from '../../src/bot/discord/permissions.js';
import { finding, withTimeout } from '../../src/cli/doctor/check.js';
import type { Finding } from '../../src/cli/doctor/check.js';
import { discordFindings } from '../../src/cli/doctor/discord.js';
import { engineFindings } from '../../src/cli/doctor/engine.js';
import { storeFindings } from '../../src/cli/doctor/store.js';
import { UserError } from '../../src/engine/index.js';
import { startDiscord } from '../../src/playground/index.js';
import { modes } from '../bot/support/stores.js';
import { aesthete, inTemporaryFolder, resultOf } from '../support/cli.js';

let dir: string;
beforeAll(async () => (dir = await mkdtemp(join(tmpdir(), 'aesthete-doctor-'))));
afterAll(() => rm(dir, { recursive: true }));
// No .env of whoever runs the tests.
inTemporaryFolder();

/** Small: with a graphics driver in software, the demo pack's models take minutes to compile. */
const pack = resolve('test/golden/models/tiny-sd1');

const findingsJson = z.object({
  findings: z.array(z.object({ about: z.string(), verdict: z.string(), said: z.string() })),
});

const enough = new PermissionsBitField(needed).bitfield.toString();

describe('Discord', () => {
  const rest = (guilds: object[] | Error, application: object | Error = { id: '900', name: 'Aesthete' }) => ({
    get: (route: string) => {
      const answer = route === Routes.currentApplication() ? application : guilds;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  const verdicts = async (...given: Parameters<typeof rest>) =>
    (await discordFindings(rest(...given))).map(({ about, verdict }) => `${about}: ${verdict}`);

  test('without a token is the playground, and that is no fault', async () => {
    expect((await discordFindings(undefined)).map(({ verdict }) => verdict)).toEqual(['note']);
  });

  test('with everything is well, and the invite link is there', async () => {
    expect(await verdicts([{ name: 'A server', permissions: enough }])).toEqual([
      'token: ok',
      'permissions: ok',
      'invite link: note',
    ]);
  });

  test('names the server and the permissions that are missing, and the remedy', async () => {
    const [, permissions] = await discordFindings(rest([{ name: 'A server', permissions: '0' }]));
    expect(permissions).toMatchObject({
      verdict: 'bad',
      said: expect.stringContaining('A server lacks View Channel') as unknown,
    });
    expect(permissions.remedy).toContain('https://discord.com/oauth2/authorize?client_id=900');
  });

  test('that does not take the token says where another comes from, and no more', async () => {
    const refused = new DiscordAPIError({ code: 0, message: '401: Unauthorized' }, 0, 401, 'GET', '', {
      body: undefined,
      files: undefined,
    });
    const found = await discordFindings(rest([], refused));
    expect(found).toEqual([
      expect.objectContaining({
        about: 'token',
        verdict: 'bad',
        remedy: expect.stringContaining('Reset Token') as unknown,
      }),
    ]);
  });
});

describe('data folder, database and queue', () => {
  test('are opened as the bot does, and closed again', async () => {
    const config = readConfig({ AESTHETE_DATA: join(dir, 'data') });
    for (let time = 0; time < 2; time++)
      expect((await storeFindings(config)).map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
  });

  test('in use by a running bot say so', async () => {
    const unlock = await lockDataFolder(join(dir, 'data'));
    const [, database] = await storeFindings(readConfig({ AESTHETE_DATA: join(dir, 'data') }));
    expect(database).toMatchObject({ verdict: 'bad', said: expect.stringContaining('in use by process') as unknown });
    await unlock();
  });

  const away = { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x', REDIS_URL: 'redis://:secret@127.0.0.1:1' };
  const unanswered = async (env: Partial<typeof away>): Promise<Finding | undefined> => {
    const found = await storeFindings(readConfig({ ...away, ...env, AESTHETE_DATA: join(dir, 'other') }));
    expect(JSON.stringify(found)).not.toContain('secret');
    return found.at(-1);
  };

  test('a Redis that does not answer names the variable, and not the password', async () => {
    const found = await unanswered({});
    expect(found).toMatchObject({ about: 'queue', verdict: 'bad' });
    expect(found?.said).toContain('REDIS_URL');
  });

  test.skipIf(!modes.includes('distributed'))(
    'a Postgres that does not answer names the variable, and not the password',
    async () => {
      const found = await unanswered({ REDIS_URL: process.env['TEST_REDIS_URL']! });
      expect(found).toMatchObject({ about: 'database', verdict: 'bad' });
      expect(found?.said).toContain('DATABASE_URL');
    },
  );
});

describe('the command', () => {
  const environment = (more: Readonly<Record<string, string>> = {}): void => {
    // Nothing of whoever runs the tests.
    for (const name of ['DISCORD_TOKEN', 'DATABASE_URL', 'REDIS_URL']) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries({ AESTHETE_DATA: join(dir, 'command'), AESTHETE_PACK: pack, ...more }))
      vi.stubEnv(name, value);
  };
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('with --json gives every finding, every device timed or why it is not there, and ends with 0 where nothing is wrong', async () => {
    environment();
    // On stderr, graphics drivers may say what they lack.
    const { code, stdout } = await aesthete('doctor', '--json');
    expect(code).toBe(0);
    const { findings } = findingsJson.parse(resultOf(stdout));
    const abouts = [
      'Discord',
      'data folder',
      'database',
      'queue',
      'pack',
      'device cuda',
      'device webgpu',
      'device cpu',
    ];
    expect(findings.map(({ about }) => about)).toEqual(abouts);
    expect(findings.filter(({ verdict }) => verdict === 'bad')).toEqual([]);
    const { said } = findings.at(-1)!;
    expect(said).toMatch(/^works, fp32: one encode \d+ ms, one step [\d.]+ m?s, loading [\d.]+ m?s(; 8 bits .+)?$/);
    expect(said).not.toContain('one step 0');
  });

  test('on lines says what is wrong and what to do, and ends with 1', async () => {
    environment({ AESTHETE_PACK: 'no-such-pack' });
    const { code, stdout, stderr } = await aesthete('doctor');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'aesthete: 1 thing is wrong; see above\n' });
    expect(stdout).toMatch(/^· Discord: no DISCORD_TOKEN.*\n {4}→ put DISCORD_TOKEN=… into \.env/m);
    expect(stdout).toMatch(/^✓ database: embedded, up to date/m);
    expect(stdout).toMatch(/^✗ pack: no pack called no-such-pack; give a folder/m);
  });

  test('asks the Discord that the bot goes to', async () => {
    const discord = await startDiscord();
    environment({ AESTHETE_PACK: 'no-such-pack', DISCORD_TOKEN: discord.token, AESTHETE_DISCORD_API: discord.api });
    try {
      expect((await aesthete('doctor')).stdout).toMatch(/^✓ token: Discord knows it/m);
    } finally {
      await discord.close();
    }
  });
});

test('a pack that is not there is one finding, with what to do', async () => {
  expect(await engineFindings('no-such-pack', 'auto')).toEqual([
    expect.objectContaining({ about: 'pack', verdict: 'bad' }),
  ]);
});

test('a check that throws is a finding; a UserError says what to do by itself', async () => {
  const thrown = (error: Error) => finding('x', () => Promise.reject(error), 'do this');
  expect(await thrown(new Error('no'))).toEqual({ about: 'x', verdict: 'bad', said: 'no', remedy: 'do this' });
  expect(await thrown(new UserError('no; do that'))).toEqual({ about: 'x', verdict: 'bad', said: 'no; do that' });
});

test('what does not answer is given up', async () => {
  await expect(withTimeout(20, 'Redis', new Promise(() => undefined))).rejects.toThrow(
    'Redis does not answer within 0.02 s',
  );
});
