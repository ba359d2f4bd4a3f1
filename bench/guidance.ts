import { cosine, openEngine } from '../src/engine/index.js';
import type { ImagineResult } from '../src/engine/index.js';
import { demoPack, demoPrompts } from './makePack.js';
import { median, report, round } from './measure.js';

/** Guidance on the steps from 0.2 to 0.8 against guidance on all, by turns: time of the steps, and how alike the pictures are to CLIP. */
const guidanceInterval = { from: 0.2, to: 0.8 };
const engine = await openEngine(demoPack, { device: 'cpu' });
const cpu = async (work: () => Promise<ImagineResult>): Promise<{ result: ImagineResult; ms: number }> => {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
};
await engine.imagine({ prompt: demoPrompts[0], seed: 0 });
const [clock, processor, likeness]: [number[], number[], number[]] = [[], [], []];
for (const [seed, prompt] of demoPrompts.entries()) {
  const all = await cpu(() => engine.imagine({ prompt, seed }));
  const part = await cpu(() => engine.imagine({ prompt, seed, guidanceInterval }));
  clock.push(part.result.ms.paint / all.result.ms.paint);
  processor.push(part.ms / all.ms);
  likeness.push(cosine(all.result.images[0].embedding, part.result.images[0].embedding));
}
report({
  pairs: demoPrompts.length,
  paintToAll: round(median(clock)),
  processorOfPictureToAll: round(median(processor)),
  meanCosine: round(likeness.reduce((a, b) => a + b, 0) / likeness.length, 3),
  leastCosine: round(Math.min(...likeness), 3),
});
await engine.close();
process.exit(0);
