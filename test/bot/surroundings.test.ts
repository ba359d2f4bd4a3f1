import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiscordAPIError, HTTPError } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/bot/config.js';
import { failureOf } from '../../src/bot/errors.js';
import { openLog } from '../../src/bot/log.js';
import { createMetrics, serveMetrics } from '../../src/bot/metrics.js';
import { CheckpointError, UserError } from '../../src/engine/index.js';
import { freePort } from '../support/freePort.js';
import { inWords } from '../support/inWords.js';

it('the environment may be empty: then everything is embedded, in ./data, with the demo pack', () => {
  expect(readConfig({ DISCORD_TOKEN: '', DATABASE_URL: '' })).toMatchObject({
    store: { mode: 'embedded' },
    pack: 'demo',
    device: 'auto',
    httpPort: 0,
  });
});

/** What a wrong environment is told. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    return String(error);
  }
  throw new Error('was taken');
}

it('wants Postgres and Redis both or neither, and names variables but never their values', () => {
  const DATABASE_URL = 'postgresql://bot:hunter2@localhost/aesthete';
  expect(readConfig({ DATABASE_URL, REDIS_URL: 'redis://localhost' }).store.mode).toBe('distributed');
  expect(() => readConfig({ DATABASE_URL })).toThrow('REDIS_URL is not');
  expect(() => readConfig({ AESTHETE_DEVICE: 'tpu' })).toThrow('AESTHETE_DEVICE');
  expect(readConfig({ AESTHETE_PRECISION: 'int8' }).precision).toBe('int8');
  expect(() => readConfig({ AESTHETE_PRECISION: 'int4' })).toThrow('AESTHETE_PRECISION');
  expect(readConfig({ AESTHETE_BATCH: '2' }).batch).toBe(2);
  expect(() => readConfig({ AESTHETE_BATCH: '0' })).toThrow('AESTHETE_BATCH');
  for (const wrong of [
    { DATABASE_URL: 'mysql://u:hunter2@h/d' },
    { REDIS_URL: 'hunter2' },
    { AESTHETE_HTTP_PORT: 'hunter2' },
  ])
    expect(refusal(wrong)).not.toContain('hunter2');
});

it.each(['main', 'worker'])('the process %s reads .env in its folder; what is set already wins', (entry) => {
  const dir = mkdtempSync(join(tmpdir(), 'aesthete-env-'));
  onTestFinished(() => {
    rmSync(dir, { recursive: true });
  });
  writeFileSync(join(dir, '.env'), 'AESTHETE_HTTP_PORT=no-port\n');
  const file = fileURLToPath(new URL(`../../dist/bot/${entry}.js`, import.meta.url));
  const start = (env: Record<string, string>): string =>
    spawnSync(process.execPath, [file], {
      cwd: dir,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', ...env },
    }).stderr;
  expect(start({})).toContain('AESTHETE_HTTP_PORT: ');
  expect(start({ AESTHETE_HTTP_PORT: '0', AESTHETE_DEVICE: 'tpu' })).toMatch(/^(?!.*HTTP_PORT).*AESTHETE_DEVICE: /);
});

it('the log holds no token and no password, wherever they stand', () => {
  const lines: string[] = [];
  const log = openLog({ logLevel: 'info' }, { write: (line) => void lines.push(line) });
  const interaction = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4';
  const bot = ['MTIzNDU2Nzg5MDEyMzQ1Njc4OTA', 'GabcdE', 'abcdefghijklmnopqrstuvwxyz0123456789AB'].join('.');
  log.info({
    token: interaction,
    reply: { token: interaction },
    config: { store: { databaseUrl: 'postgresql://a:b@c/d' } },
  });
  log.error({ err: new Error(`PATCH https://discord.com/api/v10/webhooks/123456/${interaction}/messages/@original`) });
  log.error({ err: new Error(`login ${bot}; connect postgresql://bot:hunter2@localhost/x`) });
  const text = lines.join('');
  for (const secret of [interaction, bot, 'hunter2', 'a:b@']) expect(text).not.toContain(secret);
  expect(text).toContain('/webhooks/123456/[token]/messages/@original');
});

it("the log holds what discord.js's errors say, and nothing of what was sent", () => {
  const lines: string[] = [];
  const log = openLog({ logLevel: 'info' }, { write: (line) => void lines.push(line) });
  const token = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4';
  const sent = {
    body: { components: [{ content: 'my secret castle' }] },
    files: [{ name: 'castle.png', data: Buffer.from('my secret picture') }],
  };
  const refused = { code: 10062, message: 'Unknown interaction' };
  const callback = `https://discord.com/api/v10/interactions/123/${token}/callback`;
  const webhook = `https://discord.com/api/v10/webhooks/123/${token}/messages/@original?with=1`;
  log.error({ err: new DiscordAPIError(refused, 10062, 404, 'POST', callback, sent) });
  log.error({ err: new HTTPError(502, 'Bad Gateway', 'PATCH', webhook, sent) });
  log.error({ err: new Error('around', { cause: new HTTPError(502, 'Bad Gateway', 'PATCH', webhook, sent) }) });
  log.error({ err: new AggregateError([new Error(`upsert({ token: "${token}" })`)]) });
  log.error({ err: 'no error', at: webhook });
  const text = lines.join('');
  for (const secret of [token, 'secret', 'castle', String(Buffer.from('my secret picture').toJSON().data)])
    expect(text).not.toContain(secret);
  expect(JSON.parse(lines[0])).toMatchObject({
    err: { type: 'DiscordAPIError[10062]', message: 'Unknown interaction', code: 10062, status: 404, method: 'POST' },
  });
  expect(JSON.parse(lines[2])).toMatchObject({ err: { message: 'around', cause: { status: 502 } } });
  expect(JSON.parse(lines[3])).toMatchObject({ err: { errors: [{ message: 'upsert({ token: "[token]" })' }] } });
});

it('a member is told what they can do something about, and of anything else a reference', () => {
  expect(failureOf(new UserError({ code: 'emptyPrompt' }))).toEqual({ kind: 'user', reason: { code: 'emptyPrompt' } });
  const device = failureOf(new UserError('device cuda is not available here'));
  expect(device.kind).toBe('operator');
  expect(inWords(device.reason)).toContain(device.reference);
  expect(inWords(device.reason)).not.toContain('cuda');
  const { kind, reason, reference } = failureOf(new CheckpointError('unet/conv_in.weight is [1]'));
  expect(kind).toBe('operator');
  expect(inWords(reason)).toContain(reference);
  expect(inWords(reason)).not.toContain('conv_in');
  const bug = failureOf('what?');
  expect(bug.kind).toBe('bug');
  expect(inWords(bug.reason)).toContain(bug.reference);
  expect(inWords(bug.reason)).not.toContain('what?');
});

it('serves /metrics and /health', async () => {
  const metrics = createMetrics();
  metrics.accepted.inc();
  let unwell = {};
  const port = await freePort();
  const stop = await serveMetrics(port, '127.0.0.1', metrics, () => Promise.resolve(unwell));
  const get = async (path: string): Promise<[number, string]> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, await response.text()];
  };
  const told = (await get('/metrics'))[1];
  for (const line of ['aesthete_accepted_total 1', 'aesthete_healthy 1', 'process_resident_memory_bytes '])
    expect(told).toContain(line);
  expect(await get('/health')).toEqual([200, '{"well":true,"unwell":{}}\n']);
  unwell = { discord: 'the gateway is not connected' };
  expect((await get('/health'))[0]).toBe(503);
  expect((await get('/metrics'))[1]).toContain('aesthete_healthy 0');
  expect((await get('/'))[0]).toBe(404);
  stop();
});
