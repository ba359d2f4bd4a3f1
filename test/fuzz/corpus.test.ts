import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { mutated } from '../support/hostile.js';
import { isRefusal, removeFiles, targets } from './targets.js';

const corpus = 'test/fuzz/corpus';
const kept = await readdir(corpus);

afterAll(removeFiles);

/** `npm run fuzz` tries a million; here the inputs that once failed, and some. */
describe.each(targets)('$name', ({ name, seeds, read }) => {
  const attempt = async (bytes: Uint8Array): Promise<void> => {
    try {
      await read(bytes);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  };

  test('takes what it is made for', async () => {
    for (const seed of seeds) await expect(Promise.resolve(seed).then(read)).resolves.not.toThrow();
  });

  test.each(kept.filter((file) => file.startsWith(`${name}.`)))('refuses or takes %s', async (file) => {
    await attempt(await readFile(join(corpus, file)));
  });

  test('refuses or takes what was changed at random', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(...seeds.map(mutated)), attempt), { numRuns: 300 });
  });
});
