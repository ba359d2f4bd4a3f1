/**
 * Members use the bot while its processes, its servers and Discord fail: `npm run chaos -- --minutes 60 --seed 7 --report FILE`. Ten minutes
 * by default, half in each mode. Postgres and Redis are its own, from Debian's packages.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('usage: npm run chaos -- [--minutes 10] [--seed 1] [--report FILE]');
  process.exit(2);
}
const { status } = spawnSync('vitest', ['run', '--config', 'vitest.chaos.config.ts'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    AESTHETE_CHAOS_MINUTES: String(minutes),
    AESTHETE_CHAOS_SEED: String(seed),
    ...(values.report !== undefined && { AESTHETE_CHAOS_REPORT: values.report }),
  },
});
process.exit(status ?? 1);
