import { expect, test } from 'vitest';
import { residentBytes } from '../../../src/bot/worker/engineMemory.js';

test.runIf(process.platform === 'linux')(
  'the memory of a process is what it says of itself; without it, none',
  async () => {
    const bytes = await residentBytes(process.pid);
    const own = process.memoryUsage.rss();
    expect(bytes! / own).toBeGreaterThan(0.8);
    expect(bytes! / own).toBeLessThan(1.25);
    expect(await residentBytes(2 ** 30)).toBeUndefined();
  },
);
