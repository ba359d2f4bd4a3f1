import { personaliseByAscent } from '../src/engine/aesthetic/personalise.js';
import type { PromptTokens } from '../src/engine/aesthetic/personalise.js';
import { noticeText, openEngine } from '../src/engine/index.js';
import { openPack } from '../src/engine/pack/pack.js';
import { programs } from '../src/engine/pipeline/programs.js';
import { chooseDevice } from '../src/engine/runtime/device.js';
import { openSession } from '../src/engine/runtime/session.js';
import type { Session } from '../src/engine/runtime/session.js';
import { watchGpuMemory } from './gpuMemory.js';
import { bigPack } from './makePack.js';
import { median, report, round, time } from './measure.js';
import { startPeer } from './peer.js';
import { unetFeeds, wave } from './waves.js';

/**
 * A GPU in Stable Diffusion 1.5's shapes: `gpu.ts webgpu|cuda`. Milliseconds of a U-Net step (64×64 latents, batch 2) and of the decoder in
 * the precision that the engine takes there, how far they lie from the CPU's fp32, of personalising, and of a whole picture of 512²
 * pixels in 20 steps. With AESTHETE_PEER_PYTHON, a python with torch for CUDA, torch's steps in fp16 are timed between ours.
 */
const device = process.argv[2] === 'cuda' ? 'cuda' : 'webgpu';
/** Steps are timed in blocks, ours and torch's in turn: a GPU that waits between single steps lowers its clock. */
const [blocks, steps] = [3, 20];
const chosen = await chooseDevice(device).catch((error: unknown) => error as Error);
if (chosen instanceof Error) {
  report({ device, left: chosen.message });
  process.exit(0);
}
const precision = chosen.precision === 'int8' ? 'fp32' : chosen.precision;
const pack = await openPack(bigPack);
const cases = {
  unet: {
    output: 'sample',
    feeds: unetFeeds,
  },
  decoder: { output: 'image', feeds: { latents: wave([1, 4, 64, 64]) } },
} as const;

/** Load, first run, steps, memory of the GPU and distance from the CPU's fp32, of one model. */
async function timeModel(name: keyof typeof cases): Promise<object> {
  const { feeds, output } = cases[name];
  const gpuMemory = watchGpuMemory();
  let session: Session | undefined;
  const loadMs = await time(async () => (session = await openSession(programs[name](pack, precision), { device })));
  const run = (): Promise<Awaited<ReturnType<Session['run']>>> => session!.run(feeds);
  const firstMs = await time(run);
  const result = (await run())[output].data as Float32Array;
  const gpuMB = await gpuMemory();

  const peer = startPeer(name, 'cuda');
  for (let i = 0; i < 3; i++) await peer?.step();
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < steps; i++) ours.push(await time(run));
    if (peer) for (let i = 0; i < steps; i++) theirs.push(await peer.step());
  }
  const peerMB = await peer?.memory();
  peer?.end();
  await session!.release();

  const reference = await openSession(programs[name](pack, 'fp32'));
  const expected = (await reference.run(feeds))[output].data as Float32Array;
  await reference.release();
  const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const off = expected.reduce((most, v, i) => Math.max(most, Math.abs(v - result[i])), 0);
  return {
    what: name,
    loadMs: round(loadMs, 0),
    firstMs: round(firstMs, 0),
    ms: round(median(ours), 1),
    fastestMs: round(Math.min(...ours), 1),
    fromCpuFp32: Number((off / largest).toExponential(1)),
    ...(gpuMB !== undefined && { gpuMB }),
    ...(peer && {
      torchMs: round(median(theirs), 1),
      torchFastestMs: round(Math.min(...theirs), 1),
      toTorch: round(median(ours) / median(theirs)),
      torchMB: round(peerMB ?? 0, 0),
    }),
  };
}

/** Ten raw steps of ascent at 8 tokens and the encoding, on this device and on the CPU. */
async function timePersonalising(): Promise<object> {
  const ids = Int32Array.from({ length: pack.text.config.max_position_embeddings }, (_, i) =>
    i < 8 ? 1000 + i : 49_407,
  );
  const prompt: PromptTokens = { ids, ends: [7], layer: pack.text.depth.states - 1 };
  const raw = Float32Array.from({ length: pack.projection }, (_, i) => Math.sin(i * i));
  const norm = Math.hypot(...raw);
  const target = raw.map((v) => v / norm);
  const times: Partial<Record<typeof device | 'cpu', number>> = {};
  for (const where of [device, 'cpu'] as const) {
    const session = await openSession(programs.text(pack), { device: where });
    const climb = (): Promise<unknown> =>
      personaliseByAscent(session, prompt, target, { kind: 'raw', steps: 10, lr: 1e-3 });
    await climb();
    const all: number[] = [];
    for (let i = 0; i < 7; i++) all.push(await time(climb));
    times[where] = round(median(all), 1);
    await session.release();
  }
  return { what: 'personalise', ms: times[device], cpuMs: times.cpu };
}

/** A picture of 512² pixels in 20 steps with an aesthetic, as the engine paints it: the first, which loads, and the next. */
async function timePicture(): Promise<object[]> {
  const gpuMemory = watchGpuMemory();
  const engine = await openEngine(bigPack, { device });
  const vector = Float32Array.from({ length: engine.info.projection }, (_, i) => Math.sin(i * i));
  const rows: object[] = [];
  for (const [what, seed] of [
    ['first picture', 1],
    ['next picture', 2],
  ] as const) {
    const started = performance.now();
    const { ms, notices } = await engine.imagine({
      prompt: `a castle ${seed}`,
      seed,
      size: { width: 512, height: 512 },
      sampler: 'dpmpp_2m',
      steps: 20,
      aesthetic: { vector, kind: 'mean' },
      optimizer: { name: 'ascent', steps: 10, lr: 1e-3 },
    });
    const stages = Object.entries(ms).map(([stage, value]): [string, number] => [`${stage}Ms`, round(value, 0)]);
    rows.push({
      what,
      ms: round(performance.now() - started, 0),
      ...Object.fromEntries(stages),
      notices: notices.map(noticeText).join('; '),
    });
  }
  await engine.close();
  const gpuMB = await gpuMemory();
  return gpuMB === undefined ? rows : [...rows, { what: 'both pictures', gpuMB }];
}

const rows = [await timeModel('unet'), await timeModel('decoder'), await timePersonalising(), ...(await timePicture())];
report({ device, precision, rows });
process.exit(0);
