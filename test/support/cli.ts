import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { runCli } from '../../src/cli/program.js';

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a small picture that is the same each time. */
export const fast = ['--device', 'cpu', '--steps', '4', '--seed', '42'];

/** For the tests of a file: a working folder of their own, which is removed after them. @returns a function that gives its path */
export function inTemporaryFolder(): () => string {
  let folder = '';
  const before = process.cwd();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aesthete-cli-'));
    process.chdir(folder);
  });
  afterAll(async () => {
    process.chdir(before);
    await rm(folder, { recursive: true });
  });
  return () => folder;
}

/** Runs `aesthete` with these arguments in this process; one at a time, since stdout and stderr are the process's own. */
export async function aesthete(...args: string[]): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk: string | Uint8Array) => {
      texts[name] += String(chunk);
      return true;
    }),
  );
  try {
    const code = await runCli(args);
    return { code, ...texts };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
