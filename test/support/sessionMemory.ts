import { openPack } from '../../src/engine/pack/pack.js';
import { programs } from '../../src/engine/pipeline/programs.js';
import { openSession } from '../../src/engine/runtime/session.js';

/** Opens, runs and closes the demo pack's U-Net so many times; prints the resident bytes after each as one JSON array. */
const pack = await openPack('models/demo');
const { in_channels: channels, cross_attention_dim: width } = pack.unet.config;
const resident: number[] = [];
for (let i = 0; i < Number(process.argv[2]); i++) {
  const session = await openSession(programs.unet(pack, 'fp32'));
  await session.run({
    latents: { data: new Float32Array(channels * 256), dims: [1, channels, 16, 16] },
    timesteps: { data: Float32Array.of(500), dims: [1] },
    states: { data: new Float32Array(32 * width), dims: [1, 32, width] },
  });
  await session.release();
  globalThis.gc?.();
  resident.push(process.memoryUsage.rss());
}
console.log(JSON.stringify(resident));
