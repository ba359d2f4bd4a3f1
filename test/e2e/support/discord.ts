import { expect } from 'vitest';
import type { Discord } from '../../../src/playground/index.js';

/** Discord keeps out who makes 10,000 in ten minutes. */
const maxInvalidRequests = 100;
const invalid: readonly number[] = [401, 403, 429];

/** Ends a Discord, on which nobody was pinged, and few requests were of the kind that Discord counts as invalid. */
export async function endDiscord(discord: Discord): Promise<void> {
  await discord.close();
  expect(discord.pings()).toEqual([]);
  expect(discord.requests().filter(({ status }) => invalid.includes(status)).length).toBeLessThan(maxInvalidRequests);
}
