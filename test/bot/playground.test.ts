import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/bot/config.js';
import { openLog } from '../../src/bot/log.js';
import { startPlayground } from '../../src/bot/playground.js';
import { createCommands } from '../../src/commands/index.js';
import { UserError } from '../../src/engine/index.js';
import { listening, portOf } from '../support/freePort.js';
import { copyEmbedded } from './support/migratedDatabase.js';

const usualPort = 4321;

async function playgroundIn() {
  const dataDir = await mkdtemp(join(tmpdir(), 'aesthete-playground-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await copyEmbedded(join(dataDir, 'playground', 'bot'));
  const config = { ...readConfig({ AESTHETE_DEVICE: 'cpu' }), dataDir, logLevel: 'silent' as const };
  return (port?: number) =>
    startPlayground(config, createCommands, openLog(config), { ...(port !== undefined && { port }) });
}

/** Holds a port for as long as the test runs. */
async function taken(port?: number): Promise<number> {
  const server = await listening(port);
  onTestFinished(() => void server.close());
  return portOf(server);
}

test('a port that was asked for and is taken is named, and the playground can be started on another', async () => {
  const start = await playgroundIn();
  const port = await taken();
  const refused = start(port);
  await expect(refused).rejects.toThrow(UserError);
  await expect(refused).rejects.toThrow(`port ${port} is taken: give another one with --port`);
  const running = await start(0);
  onTestFinished(() => running.close());
  expect((await fetch(running.url)).status).toBeGreaterThan(0);
});

test('where the usual port is taken and none was asked for, another is', async () => {
  const start = await playgroundIn();
  // By this test or by anybody else on this machine.
  await taken(usualPort).catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'EADDRINUSE' });
  });
  const running = await start();
  onTestFinished(() => running.close());
  expect(Number(new URL(running.url).port)).not.toBe(usualPort);
});
