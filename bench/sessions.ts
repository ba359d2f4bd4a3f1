import { openPack } from '../src/engine/pack/pack.js';
import { programs } from '../src/engine/pipeline/programs.js';
import { openSession } from '../src/engine/runtime/session.js';
import { demoPack } from './makePack.js';
import { memory, report, round } from './measure.js';

/** What a session gives back: the demo pack's U-Net opened, run and closed ten times. Aim: the last leaves at most 100 MB more than the first. */
const times = 10;
const pack = await openPack(demoPack);
const { in_channels: channels, cross_attention_dim: width } = pack.unet.config;
const resident: number[] = [];
for (let i = 0; i < times; i++) {
  const session = await openSession(programs.unet(pack, 'fp32'));
  await session.run({
    latents: { data: new Float32Array(channels * 256), dims: [1, channels, 16, 16] },
    timesteps: { data: Float32Array.of(500), dims: [1] },
    states: { data: new Float32Array(32 * width), dims: [1, 32, width] },
  });
  await session.release();
  globalThis.gc?.();
  resident.push(memory().anonymous);
}
report({
  firstMB: round(resident[0], 0),
  lastMB: round(resident.at(-1)!, 0),
  grownMB: round(resident.at(-1)! - resident[0], 0),
});
