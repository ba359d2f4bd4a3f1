import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { confirm } from '../../src/cli/confirm.js';
import { Interruption } from '../../src/cli/interruption.js';
import { Output } from '../../src/cli/output.js';
import { UserError } from '../../src/engine/errors.js';

/** An output on a terminal, of somebody who types this, and what it writes. */
function terminal(typed: Readable, signal = new AbortController().signal) {
  const written: string[] = [];
  const stdin = Object.assign(typed, { isTTY: true });
  const stderr = { write: (text: string | Uint8Array) => written.push(String(text)) };
  const stdout = {
    write: () => {
      throw new Error('a question is no result');
    },
  };
  return { output: new Output({ stdin, stdout, stderr }, signal), written };
}

test.each([
  ['y\n', true],
  ['YES\n', true],
  [' yes \n', true],
  ['\n', false],
  ['yet\n', false],
  ['', false],
])('asks on stderr, and takes %j as %s', async (typed, answer) => {
  const { output, written } = terminal(Readable.from([typed]));
  expect(await confirm('Delete it?', false, output)).toBe(answer);
  expect(written).toEqual(['Delete it? [y/N] ']);
});

test('does not ask who has answered on the command line', async () => {
  const { output, written } = terminal(Readable.from([]));
  expect(await confirm('Delete it?', true, output)).toBe(true);
  expect(written).toEqual([]);
});

test('refuses where nobody can answer', async () => {
  const { output, written } = terminal(Readable.from([]));
  const piped = new Output({ ...output.streams, stdin: Readable.from(['y\n']) }, output.signal);
  await expect(confirm('Delete it?', false, piped)).rejects.toThrow(
    new UserError('Delete it? There is no terminal to ask on: give --yes'),
  );
  expect(written).toEqual([]);
});

test('ends at once when the command is interrupted', async () => {
  const abort = new AbortController();
  const { output } = terminal(new Readable({ read: () => undefined }), abort.signal);
  const asked = confirm('Delete it?', false, output);
  const interruption = new Interruption('SIGINT');
  abort.abort(interruption);
  await expect(asked).rejects.toBe(interruption);
});
