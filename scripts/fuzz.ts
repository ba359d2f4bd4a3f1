/**
 * Changes valid input at random and has it read by all that reads what strangers give: `npm run fuzz -- --mutations 1000000 --seed 1`. Ends with 1
 * where something crashes, takes more than a second, or memory grows; what failed is kept in test/fuzz/corpus, which `npm test` reads.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { isRefusal, removeFiles, targets } from '../test/fuzz/targets.js';
import { mutated } from '../test/support/hostile.js';

const { values } = parseArgs({
  options: { mutations: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const [mutations, seed] = [Number(values.mutations), Number(values.seed)];
if (!(mutations > 0) || !Number.isInteger(seed)) {
  console.error('usage: npm run fuzz -- [--mutations 1000000] [--seed 1]');
  process.exit(2);
}

/** Of processor time: a busy machine makes nothing slow. */
const mostMs = 1_000;
/** After garbage was collected, over all mutations of a target. */
const mostGrowth = 64 * 2 ** 20;
const each = Math.ceil(mutations / targets.length);
let failed = 0;
console.log('| what reads | mutations | refused | slowest, ms | growth, MB |\n| --- | --: | --: | --: | --: |');
for (const { name, seeds, read } of targets) {
  let [refused, slowest, runs] = [0, 0, 0];
  const before = heap();
  const result = await fc.check(
    fc.asyncProperty(fc.oneof(...seeds.map(mutated)), async (bytes) => {
      runs++;
      const from = process.cpuUsage();
      try {
        await read(bytes);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refused++;
      }
      const { user, system } = process.cpuUsage(from);
      const ms = (user + system) / 1_000;
      slowest = Math.max(slowest, ms);
      if (ms > mostMs) throw new Error(`it took ${Math.round(ms)} ms`);
    }),
    { numRuns: each, seed },
  );
  const growth = heap() - before;
  console.log(`| ${name} | ${runs} | ${refused} | ${slowest.toFixed(1)} | ${(growth / 2 ** 20).toFixed(1)} |`);
  const bytes = result.counterexample?.[0];
  if (bytes) {
    failed++;
    const file = join('test/fuzz/corpus', `${name}.${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`);
    await writeFile(file, bytes);
    console.error(`${name} fails; ${file} has the input\n`, result.errorInstance);
  }
  if (growth > mostGrowth) {
    failed++;
    console.error(`${name}: memory grew`);
  }
}
await removeFiles();
process.exit(failed === 0 ? 0 : 1);

/** Bytes in use. */
function heap(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
