import { openPack } from '../src/engine/pack/pack.js';
import { programs } from '../src/engine/pipeline/programs.js';
import { openSession } from '../src/engine/runtime/session.js';
import type { Value } from '../src/engine/runtime/session.js';
import { demoPack } from './makePack.js';
import { median, report, round } from './measure.js';
import { wave } from './waves.js';

/** A guided step of four images at once against four steps of one image each, by turns: the demo pack's U-Net on a CPU. */
const images = 4;
const turns = 5;
const pack = await openPack(demoPack);
const { in_channels: channels, cross_attention_dim: width } = pack.unet.config;
const session = await openSession(programs.unet(pack, 'fp32'));

/** Rows `first` to `first + rows` of one batch. */
function part({ data, dims: [, ...dims] }: Value, first: number, rows: number): Value {
  const size = dims.reduce((a, b) => a * b, 1);
  return { data: data.slice(first * size, (first + rows) * size), dims: [rows, ...dims] };
}

async function timed(
  work: () => Promise<Float32Array>,
): Promise<{ clock: number; processor: number; out: Float32Array }> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const out = await work();
  const { user, system } = process.cpuUsage(before);
  return { clock: performance.now() - started, processor: (user + system) / 1000, out };
}

const rows: object[] = [];
for (const side of [16, 32]) {
  const all = {
    latents: wave([2 * images, channels, side, side]),
    timesteps: { data: new Float32Array(2 * images).fill(400), dims: [2 * images] },
    states: wave([2 * images, pack.text.config.max_position_embeddings, width]),
  };
  const run = async (first: number, count: number): Promise<Float32Array> => {
    const feeds = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, part(value, first, count)]));
    return (await session.run(feeds)).sample.data as Float32Array;
  };
  const atOnce = (): Promise<Float32Array> => run(0, 2 * images);
  const alone = async (): Promise<Float32Array> => {
    const parts: number[] = [];
    for (let i = 0; i < images; i++) parts.push(...(await run(2 * i, 2)));
    return Float32Array.from(parts);
  };
  await atOnce();
  const pairs: { ratio: number; processorRatio: number; same: boolean }[] = [];
  for (let i = 0; i < turns; i++) {
    const [four, ones] = [await timed(atOnce), await timed(alone)];
    pairs.push({
      ratio: four.clock / ones.clock,
      processorRatio: four.processor / ones.processor,
      same: four.out.every((value, at) => value === ones.out[at]),
    });
  }
  rows.push({
    pixels: 8 * side,
    clockToSingle: round(median(pairs.map(({ ratio }) => ratio))),
    processorToSingle: round(median(pairs.map(({ processorRatio }) => processorRatio))),
    sameToTheBit: pairs.every(({ same }) => same),
  });
}
report({ images, rows });
process.exit(0);
