import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPack } from '../src/engine/pack/pack.js';
import { programs } from '../src/engine/pipeline/programs.js';
import { openSession } from '../src/engine/runtime/session.js';
import { deviceNames } from '../src/engine/types.js';
import type { Device, FloatPrecision } from '../src/engine/types.js';

/**
 * `npx tsx scripts/placements.ts [PACK] [DEVICE] [PRECISION]`: prints, for each of a pack's programs, which ops a GPU provider left to the
 * CPU (docs/devices.md). ONNX Runtime tells only its log, so each session opens in a child process that writes it to a file.
 */
type Name = keyof typeof programs;
const [packDir = 'models/demo', device = 'webgpu', precision = 'fp32'] = process.argv.slice(2);
const only = process.argv.at(5);
if (!(deviceNames as readonly string[]).includes(device)) throw new Error(`no device ${device}`);

if (only === undefined) printTable();
else await openVerbosely(only as Name);

async function openVerbosely(name: Name): Promise<void> {
  const program = programs[name](await openPack(packDir), precision as FloatPrecision);
  const session = await openSession(program, {
    device: device as Device,
    ort: { logSeverityLevel: 0, logVerbosityLevel: 1 },
  });
  await session.release();
}

function printTable(): void {
  console.log('| program | on the GPU | on the CPU | ops on the CPU |\n|---|---|---|---|');
  const folder = mkdtempSync(join(tmpdir(), 'aesthete-'));
  for (const name of Object.keys(programs)) {
    // A file: Node makes pipes non-blocking, and ONNX Runtime loses the lines that such a pipe does not take at once.
    const file = join(folder, name);
    const command = ['--import', 'tsx', fileURLToPath(import.meta.url), packDir, device, precision, name];
    const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', openSync(file, 'w')] });
    const log = readFileSync(file, 'utf8');
    if (status !== 0) throw new Error(`${name} did not open: ${log.slice(-1000)}`);
    const { gpu, cpu } = placements(log);
    const total = [...cpu.values()].reduce((a, b) => a + b, 0);
    const ops = [...cpu].sort((a, b) => b[1] - a[1]).map(([op, count]) => `${op} ${count}`);
    console.log(`| ${name} | ${gpu} | ${total} | ${ops.join(', ')} |`);
  }
  rmSync(folder, { recursive: true });
}

/** Reads ONNX Runtime's log: a heading for each provider, and below it one line a node. Loops' bodies have tables of their own. */
function placements(log: string): { gpu: number; cpu: Map<string, number> } {
  const cpu = new Map<string, number>();
  let [gpu, provider] = [0, ''];
  for (const line of log.split('\n')) {
    if (!line.includes('VerifyEachNodeIsAssignedToAnEp]')) continue;
    const heading = /placed on \[(?<provider>\w+)\]. Number of nodes: (?<count>\d+)/.exec(line);
    if (heading?.groups) {
      provider = heading.groups.provider;
      // Where there is one provider, no node is named.
      if (line.includes('All nodes') && provider !== 'CPUExecutionProvider') gpu += Number(heading.groups.count);
      continue;
    }
    const op = /\] {2,}(\w+) \(/.exec(line)?.[1];
    if (op === undefined) continue;
    if (provider === 'CPUExecutionProvider') cpu.set(op, (cpu.get(op) ?? 0) + 1);
    else gpu += 1;
  }
  return { gpu, cpu };
}
