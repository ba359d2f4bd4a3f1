import { cosine, openEngine } from '../src/engine/index.js';
import { demoPack, demoPrompts } from './makePack.js';
import { report, round } from './measure.js';

/** How alike pictures with and without token downsampling are to CLIP; how fast it is at 64×64 latents, `int8.ts speed` says. */
const engine = await openEngine(demoPack, { device: 'cpu', precision: 'fp32' });
const sizes = [128, 256].map((side) => ({ width: side, height: side }));
const rows: object[] = [];
for (const size of sizes) {
  const likeness: number[] = [];
  for (const [seed, prompt] of demoPrompts.entries()) {
    const [all, some] = [
      await engine.imagine({ prompt, seed, size }),
      await engine.imagine({ prompt, seed, size, tokenDownsampling: 2 }),
    ];
    likeness.push(cosine(all.images[0].embedding, some.images[0].embedding));
  }
  rows.push({
    size: size.width,
    meanCosine: round(likeness.reduce((a, b) => a + b, 0) / likeness.length, 3),
    leastCosine: round(Math.min(...likeness), 3),
  });
}
report({ pairs: demoPrompts.length, rows });
await engine.close();
process.exit(0);
