import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll } from 'vitest';
import { readConfig } from '../../../src/bot/config.js';
import { openLog } from '../../../src/bot/log.js';
import { startPlayground } from '../../../src/bot/playground.js';
import { createCommands } from '../../../src/commands/index.js';
import { aBundle, openBrowser } from './browser.js';

/** The playground as `npm start` runs it, with the real bot and the demo pack, in a data folder that goes with it. */
interface RunningPlayground {
  readonly url: string;
  stop(): Promise<void>;
  /** At the same address, with what was kept. */
  startAgain(): Promise<void>;
  /** For good. */
  close(): Promise<void>;
}

async function runPlayground(): Promise<RunningPlayground> {
  const { bundle, remove } = await aBundle();
  const dataDir = await mkdtemp(join(tmpdir(), 'aesthete-playground-'));
  const config = { ...readConfig({ AESTHETE_DEVICE: 'cpu' }), dataDir };
  const start = (port: number) =>
    startPlayground(config, createCommands, openLog({ logLevel: 'warn' }), { port, bundle });
  let running: Awaited<ReturnType<typeof start>> | undefined = await start(0);
  const { url } = running;
  const stop = async (): Promise<void> => {
    await running?.close();
    running = undefined;
  };
  return {
    url,
    stop,
    startAgain: async () => {
      running = await start(Number(new URL(url).port));
    },
    close: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
      await remove();
    },
  };
}

/** For the tests of a suite: a browser, and a playground that it can open. Both go after them. */
export function withPlayground(): { readonly browser: Browser; readonly playground: RunningPlayground } {
  const started = {} as { browser: Browser; playground: RunningPlayground };
  // The browser first: without it there is nothing to start the rest for.
  beforeAll(async () => {
    started.browser = await openBrowser();
    return () => started.browser.close();
  });
  beforeAll(async () => {
    started.playground = await runPlayground();
    return () => started.playground.close();
  });
  return started;
}
