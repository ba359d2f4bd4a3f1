import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { Output } from '../../src/cli/output.js';
import { createProgram } from '../../src/cli/program.js';

/** Commands with their options that have a short form. */
function shortOptions(command: Command): { readonly command: Command; readonly option: Option }[] {
  const own = command.options.filter(({ short }) => short !== undefined).map((option) => ({ command, option }));
  return [...own, ...command.commands.flatMap(shortOptions)];
}

const program = createProgram(new Output(process, new AbortController().signal));
const options = program.commands.flatMap(shortOptions);

/** What commander makes of an option written one way or the other. */
function parsed({ command, option }: (typeof options)[number], flag: string | undefined): unknown {
  const value = option.required ? ['7'] : [];
  command.parseOptions([flag ?? '', ...value]);
  const name = option.attributeName();
  const given: unknown = command.getOptionValue(name);
  command.setOptionValue(name, undefined);
  return given;
}

describe('convention: short flags', () => {
  test('the table of docs/cli.md has those of all commands, each for one option', async () => {
    const row = /^\| short flags .*$/m.exec(await readFile(resolve('docs/cli.md'), 'utf8'))?.[0] ?? '';
    const named: Record<string, string> = { '-q': 'quiet', '-v': 'verbose' };
    const listed = [...row.matchAll(/`(-\w)`(?: (\w+))?/g)].map(
      (found) => `${found[1]} ${found.at(2) ?? named[found[1]]}`,
    );
    const defined = options.map(({ option }) => `${option.short} ${option.attributeName()}`);
    expect([...new Set(defined)].sort()).toEqual(listed.sort());
  });

  test.each(options.map((one) => [`${one.command.name()} ${one.option.short}`, one] as const))(
    'aesthete %s is its long form',
    (_, one) => {
      const long = parsed(one, one.option.long);
      expect(long).toBeDefined();
      expect(parsed(one, one.option.short)).toEqual(long);
    },
  );
});
