import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../src/engine/child/environment.js';
import { makePack, outDir } from './makePack.js';

/** Scenarios by the name that `npm run bench -- NAME…` takes; each command runs in a process of its own. */
const scenarios: Readonly<Record<string, readonly (readonly [script: string, argument: string])[]>> = {
  text: [
    ['text', 'ascent'],
    ['text', 'adam'],
  ],
  unet: [
    ['unet', 'unet'],
    ['unet', 'decoder'],
  ],
  int8: [
    ['int8', 'speed'],
    ['int8', 'quality'],
  ],
  gpu: [
    ['gpu', 'webgpu'],
    ['gpu', 'cuda'],
  ],
  stall: [
    ['stall', 'demo'],
    ['stall', 'big'],
  ],
  memory: [
    ['memory', 'demo'],
    ['memory', 'sdxl'],
    ['memory', 'big'],
  ],
  decoder: [['decoder', '']],
  batch: [['batch', '']],
  guidance: [['guidance', '']],
  guide: [['guide', '']],
  downsampling: [['downsampling', '']],
  sessions: [['sessions', '']],
  demo: [['demo', '']],
  method: [['method', '']],
  diversity: [['diversity', '']],
  ack: [['ack', '']],
  accept: [['accept', '']],
  load: [['load', '']],
  places: [['places', '']],
  queries: [['queries', '']],
  first: [['first', '']],
  community: [
    ['community/pairing', ''],
    ['community/rankings', ''],
    ['community/breeding', ''],
  ],
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(scenarios) : asked;
for (const name of names)
  if (!(name in scenarios)) {
    console.error(`there is no scenario "${name}"; there are ${Object.keys(scenarios).join(', ')}`);
    process.exit(1);
  }
/** These work on the demo pack alone. */
const small = [
  'decoder',
  'batch',
  'guidance',
  'guide',
  'downsampling',
  'sessions',
  'demo',
  'method',
  'diversity',
  'ack',
  'places',
  'queries',
  'first',
  'community',
];
if (names.some((name) => !small.includes(name))) {
  console.log('making the pack with ViT-L/14 and Stable Diffusion 1.5 shapes, where it is not there yet (2.7 GB)');
  await makePack();
}

const results: Record<string, unknown[]> = {};
for (const name of names) {
  for (const [script, argument] of scenarios[name]) {
    console.log(`\n${name} ${argument}`);
    const result = run(script, argument);
    print(result);
    (results[name] ??= []).push(result);
  }
}
await mkdir(outDir, { recursive: true });
const file = join(outDir, 'results.json');
await writeFile(
  file,
  JSON.stringify({ cpu: cpus()[0].model, cores: cpus().length, node: process.version, results }, null, 2),
);
console.log(`\n${file}`);

/** The last line that a scenario prints is its result. Memory is measured as the engine's child has it. */
function run(script: string, argument: string): Record<string, unknown> {
  const path = fileURLToPath(new URL(`./${script}.ts`, import.meta.url));
  const peer = process.env.AESTHETE_PEER_PYTHON;
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(BENCH_\w+|DATABASE_URL|REDIS_URL)$/.test(name)),
  );
  const env = { ...childEnvironment(process.env), ...own, ...(peer !== undefined && { AESTHETE_PEER_PYTHON: peer }) };
  const { stdout, status } = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', path, argument], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} ${argument} ended with ${String(status)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
}

function print({ rows, ...numbers }: Record<string, unknown>): void {
  console.table([numbers]);
  if (Array.isArray(rows)) console.table(rows);
}
