#!/usr/bin/env node
import { UserError } from '../engine/index.js';
import { startProcess } from './lifecycle.js';
import { runUntilStopped } from './lifecycle.js';

/** How long a painting in hand may take to end when the process is asked to stop; then another takes it up. */
const graceMs = 7_000;

/** The painting process of a distributed installation; as many as there are devices. It knows no Discord. */
await runUntilStopped(async (config, log) => {
  if (config.store.mode === 'embedded')
    throw new UserError('a worker of its own needs DATABASE_URL and REDIS_URL; without them the bot paints by itself');
  let end: () => void = () => undefined;
  const unable = new Promise<void>((resolve) => (end = resolve));
  const { close } = await startProcess(config, log, { paints: true, unable: end });
  // A worker that cannot paint is of no use, and whoever keeps it up is told by the exit code.
  void unable.then(() => close()).finally(() => process.exit(1));
  log.info({ device: config.device }, 'started');
  return { close: () => close(graceMs) };
});
