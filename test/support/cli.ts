import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import type { TextStream } from '../../src/cli/output.js';
import { runCli } from '../../src/cli/program.js';

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as it is. */
  readonly bytes: Buffer;
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

/** What a run reads, and what it may know of its surroundings. */
export interface Surroundings {
  readonly stdin?: Uint8Array;
  /** stderr is a terminal, as wide as this. */
  readonly columns?: number;
  readonly signal?: AbortSignal;
  /** Gets whatever is written, as it is written. */
  readonly onText?: (text: string) => void;
}

/** Runs `aesthete` with these arguments in this process. */
export async function aesthete(...args: string[]): Promise<Ended> {
  return aestheteIn({}, ...args);
}

/** The same, in given surroundings. */
export async function aestheteIn(
  { stdin = new Uint8Array(), columns, signal = new AbortController().signal, onText }: Surroundings,
  ...args: string[]
): Promise<Ended> {
  const written: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const stream = (name: keyof typeof written): TextStream => ({
    ...(columns !== undefined && { isTTY: true, columns }),
    write: (chunk) => {
      written[name].push(Buffer.from(chunk));
      onText?.(String(chunk));
    },
  });
  const streams = { stdin: Readable.from([stdin]), stdout: stream('stdout'), stderr: stream('stderr') };
  const code = await runCli(args, streams, signal);
  const [stdout, stderr] = [Buffer.concat(written.stdout), Buffer.concat(written.stderr)];
  return { code, stdout: stdout.toString(), stderr: withoutProgress(stderr.toString()), bytes: stdout };
}

/** A line every ten seconds: how many there are is up to the machine. */
function withoutProgress(stderr: string): string {
  return stderr.replaceAll(/^.* · \d+ (?:s|min)(?: · about .* left)?\n/gm, '');
}

const object = z.object({ ok: z.literal(true), result: z.record(z.string(), z.unknown()) });

/** What a command with --json gives. */
export function resultOf(stdout: string): Record<string, unknown> {
  return object.parse(JSON.parse(stdout)).result;
}
