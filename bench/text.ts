import { encodePlain, personaliseByAscent, personaliseByAdam } from '../src/engine/aesthetic/personalise.js';
import type { PromptTokens } from '../src/engine/aesthetic/personalise.js';
import { openPack } from '../src/engine/pack/pack.js';
import { programs } from '../src/engine/pipeline/programs.js';
import { openSession } from '../src/engine/runtime/session.js';
import { bigPack } from './makePack.js';
import { median, megabytes, memory, report, resetPeak, round, time } from './measure.js';
import { startPeer } from './peer.js';

/**
 * The text model of CLIP ViT-L/14: `text.ts ascent|adam`. Seconds a step at several prompt lengths, on one session, each as a ratio to
 * the plain encoding of 77 tokens measured beside it; load time; memory beyond the fp32 weights, steady and peak.
 */
const optimizer = process.argv[2] === 'adam' ? 'adam' : 'ascent';
const lengths = [8, 16, 77];
const repeats = optimizer === 'adam' ? 3 : 7;
/** Raw ascent keeps T·n ≤ 1,600 rows. */
const stepsAt = (n: number): number => (optimizer === 'adam' ? 3 : n > 20 ? 5 : 10);

const pack = await openPack(bigPack);
const weights = megabytes(
  [...pack.text.tensors.values()].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
);
const target = unit(Float32Array.from({ length: pack.projection }, (_, i) => Math.sin(i * i)));
const before = memory();
resetPeak();
let session = await openSession(programs[optimizer === 'adam' ? 'adam' : 'text'](pack));
await session.release();
// The second load: files are in the page cache.
const loadMs = await time(
  async () => (session = await openSession(programs[optimizer === 'adam' ? 'adam' : 'text'](pack))),
);
const loadPeak = memory().peak - before.peak - weights;

const steady: number[] = [];
for (const n of lengths) {
  await climb(n, stepsAt(n));
  steady.push(memory().anonymous - before.anonymous - weights);
}

// Adam's own session copies every weight for its last encoding, so the yardstick is the session that serves prompts. Opened only now,
// when memory has been measured.
const plain = optimizer === 'adam' ? await openSession(programs.text(pack)) : session;
const rows: object[] = [];
for (const [row, n] of lengths.entries()) {
  const steps = stepsAt(n);
  const encode = (): Promise<unknown> => encodePlain(plain, prompt(n), pack.projection);
  await encode();
  const [encodes, stepsMs]: [number[], number[]] = [[], []];
  for (let i = 0; i < repeats; i++) {
    encodes.push(await time(encode));
    const none = await time(() => climb(n, 0));
    stepsMs.push(((await time(() => climb(n, steps))) - none) / steps);
  }
  const ratio = median(stepsMs.map((ms, i) => ms / encodes[i]));
  rows.push({
    tokens: n,
    encodeMs: round(median(encodes), 0),
    stepMs: round(median(stepsMs), 0),
    stepToEncode: round(ratio),
    steadyBeyondWeightsMB: round(steady[row], 0),
  });
}
// torch's Adam step at 8 tokens, against ours.
const peer = optimizer === 'adam' ? startPeer('adam') : undefined;
const theirs: number[] = [];
await peer?.step();
for (let i = 0; peer && i < 5; i++) theirs.push(await peer.step());
peer?.end();
report({
  ...(peer && { torchStepMsAt8: round(median(theirs), 0) }),
  optimizer,
  weightsMB: round(weights, 0),
  loadMs: round(loadMs, 0),
  loadPeakBeyondWeightsMB: round(loadPeak, 0),
  rows,
});
process.exit(0);

async function climb(n: number, steps: number): Promise<unknown> {
  if (optimizer === 'adam') return personaliseByAdam(session, prompt(n), target, { steps, lr: 1e-4 });
  if (steps === 0) return encodePlain(session, prompt(n), pack.projection);
  return personaliseByAscent(session, prompt(n), target, { kind: 'raw', steps, lr: 0.01 });
}

function prompt(n: number): PromptTokens {
  const ids = new Int32Array(pack.text.config.max_position_embeddings).fill(40_000);
  for (let i = 0; i < n - 1; i++) ids[i] = (i * 7919) % 39_000;
  return { ids, ends: [n - 1], layer: pack.text.depth.states - 1 };
}

function unit(v: Float32Array): Float32Array {
  const norm = Math.hypot(...v);
  return v.map((x) => x / norm);
}
