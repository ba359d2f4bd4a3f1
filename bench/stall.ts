import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openEngineChild } from '../src/engine/index.js';
import { bigPack, demoPack } from './makePack.js';
import { median, report, round } from './measure.js';

/** The longest that the parent's event loop stalls while the engine's child loads and paints: `stall.ts demo|big`. Median of three. */
const big = process.argv[2] === 'big';
const worst: number[] = [];
for (let i = 0; i < 3; i++) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const engine = await openEngineChild(big ? bigPack : demoPack, { device: 'cpu' });
  await engine.imagine({ prompt: 'a castle', seed: 1, steps: big ? 1 : 25 }, { onProgress: () => undefined });
  delay.disable();
  worst.push(delay.max / 1e6);
  await engine.close();
}
report({
  pack: big ? 'ViT-L/14 and SD 1.5 shapes' : 'demo',
  longestStallMs: round(median(worst), 1),
  all: worst.map((v) => round(v, 1)),
});
