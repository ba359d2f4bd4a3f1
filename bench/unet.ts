import { openPack } from '../src/engine/pack/pack.js';
import { programs } from '../src/engine/pipeline/programs.js';
import { openSession } from '../src/engine/runtime/session.js';
import type { Value } from '../src/engine/runtime/session.js';
import { bigPack } from './makePack.js';
import { median, megabytes, memory, report, resetPeak, round, time } from './measure.js';
import { startPeer } from './peer.js';
import { unetFeeds, wave } from './waves.js';

/**
 * The U-Net or the VAE's decoder in Stable Diffusion 1.5's shapes: `unet.ts unet|decoder`. A step at 64×64 latents, batch 2; load time;
 * memory relative to the fp32 weights. With AESTHETE_PEER_PYTHON, a python with torch and diffusers, its steps are timed between ours.
 */
const which = process.argv[2] === 'decoder' ? 'decoder' : 'unet';
const repeats = 3;
const pack = await openPack(bigPack);
const counted =
  which === 'unet'
    ? pack.unet.tensors
    : new Map([...pack.vae.tensors].filter(([key]) => !/encoder|^quant_conv/.test(key)));
const weights = megabytes([...counted.values()].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
const before = memory();
resetPeak();
const load = async (): Promise<Awaited<ReturnType<typeof openSession>>> => openSession(programs[which](pack, 'fp32'));
const started = performance.now();
const session = await load();
const loadMs = performance.now() - started;
const loadPeak = (memory().peak - before.peak) / weights;

const feeds: Readonly<Record<string, Value>> = which === 'unet' ? unetFeeds : { latents: wave([1, 4, 64, 64]) };

const peer = startPeer(which);
await session.run(feeds);
await peer?.step();
const [ours, theirs]: [number[], number[]] = [[], []];
for (let i = 0; i < repeats; i++) {
  ours.push(await time(() => session.run(feeds)));
  if (peer) theirs.push(await peer.step());
}
peer?.end();
report({
  model: which,
  weightsMB: round(weights, 0),
  loadMs: round(loadMs, 0),
  loadPeakToWeights: round(loadPeak),
  steadyToWeights: round((memory().anonymous - before.anonymous) / weights),
  stepMs: round(median(ours), 0),
  ...(peer && {
    torchStepMs: round(median(theirs), 0),
    stepToTorch: round(median(ours.map((ms, i) => ms / theirs[i]))),
  }),
});
process.exit(0);
