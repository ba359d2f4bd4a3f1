import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine, readAesthetic } from '../src/engine/index.js';
import { demoPack } from './makePack.js';
import { median, report, round, time } from './measure.js';

/** One picture of the demo pack, personalised: from a process that has nothing loaded, and again. */
const file = join(demoPack, 'aesthetics/gloomcore.safetensors');
const { vector, kind } = readAesthetic(await readFile(file), file);
let seed = 0;
let engine: Awaited<ReturnType<typeof openEngine>>;
const paint = (): Promise<unknown> =>
  engine.imagine({ prompt: `a castle ${seed}`, aesthetic: { vector, kind }, seed: seed++ });
const coldMs = await time(async () => {
  engine = await openEngine(demoPack, { device: 'cpu' });
  await paint();
});
const warm: number[] = [];
for (let i = 0; i < 5; i++) warm.push(await time(paint));
report({ coldMs: round(coldMs, 0), warmMs: round(median(warm), 0) });
process.exit(0);
