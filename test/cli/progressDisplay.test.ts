import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Output } from '../../src/cli/output.js';
import type { OutputOptions } from '../../src/cli/output.js';
import { ProgressDisplay } from '../../src/cli/progressDisplay.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Ten steps of two seconds each, after five seconds of loading. @returns what was written on stdout and stderr */
function paint(options: OutputOptions, columns?: number): { stdout: string; stderr: string } {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    ...(columns !== undefined && { isTTY: true, columns }),
    write: (text: string | Uint8Array) => (written[name] += String(text)),
  });
  const streams = { stdin: Readable.from([]), stdout: stream('stdout'), stderr: stream('stderr') };
  const output = new Output(streams, new AbortController().signal);
  output.begin('imagine', options);
  const display = new ProgressDisplay(output);
  display.update({ stage: 'text' });
  vi.advanceTimersByTime(5_000);
  for (let done = 1; done <= 10; done++) {
    display.update({ stage: 'paint', done, total: 10 });
    vi.advanceTimersByTime(2_000);
  }
  display.end();
  return written;
}

test('convention: progress: on a terminal it is one line, as wide as that, with the time left, and goes away', () => {
  const { stdout, stderr } = paint({}, 70);
  expect(stdout).toBe('');
  expect(stderr).not.toContain('\n');
  const lines = stderr.split('\r\x1b[K');
  expect(lines).toContain('painting ████████████░░░░░░░░░░░░ 5/10 · 13.0 s · about 10 s left');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(70);
  expect(lines.at(-1)).toBe('');
});

test('convention: progress: elsewhere it is a line every ten seconds', () => {
  const { stdout, stderr } = paint({});
  expect(stdout).toBe('');
  expect(stderr).toBe('painting 3/10 · 10 s · about 13 s left\npainting 8/10 · 20 s · about 3 s left\n');
});

test('convention: --json-lines: it is objects on stdout, with --json and --quiet nothing', () => {
  const lines = paint({ jsonLines: true }, 70);
  expect(lines.stderr).toBe('');
  const events = lines.stdout.trimEnd().split('\n');
  expect(JSON.parse(events[0])).toEqual({ event: 'progress', stage: 'text' });
  expect(JSON.parse(events.at(-1) ?? '')).toEqual({
    event: 'progress',
    stage: 'paint',
    done: 10,
    total: 10,
    secondsLeft: 0,
  });
  for (const options of [{ json: true }, { quiet: true }])
    expect(paint(options, 70)).toEqual({ stdout: '', stderr: '' });
});
