import { readdir, readFile, stat } from 'node:fs/promises';
import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { Output } from '../../src/cli/output.js';
import { createProgram } from '../../src/cli/program.js';
import { aesthete } from '../support/cli.js';
import { aestheteLines } from './commandLines.js';
import { documents } from './documents.js';

/** Documents of what is, not of what was. */
const all = (await documents()).filter(({ path }) => path !== 'CHANGELOG.md');
const lines = all.flatMap(aestheteLines);

function program(): Command {
  return createProgram(new Output(process, new AbortController().signal));
}

/** The real commands, which do nothing. */
function idle(): Command {
  const quiet = (command: Command): Command => {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    command.action(() => undefined).allowExcessArguments(false);
    for (const one of command.commands) quiet(one);
    return command;
  };
  return quiet(program());
}

/** Why commander refuses the words; undefined: it does not. */
function refusal(words: readonly string[]): { code: string; message: string } | undefined {
  try {
    idle().parse(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : { code: error.code, message: error.message };
  }
}

test('every `aesthete …` of a document is a command with options and arguments that it takes', () => {
  const refused = lines
    .filter(({ words }) => words[0] !== 'COMMAND')
    .flatMap(({ path, line, words, whole }) => {
      const why = refusal(words);
      // In a sentence a command may stand without its arguments.
      const named =
        !whole && ['commander.missingArgument', 'commander.missingMandatoryOptionValue'].includes(why?.code ?? '');
      return why && !named ? [`${path}: ${line}: ${why.message}`] : [];
    });
  expect(refused).toEqual([]);
  expect(lines.length).toBeGreaterThan(30);
});

test('every document that names `aesthete …` says what it stands for, or leads there: nothing installs it', () => {
  const silent = all.filter(
    (document) => aestheteLines(document).length > 0 && !/src\/cli\.ts|\(([\w./]*\/)?cli\.md/.test(document.text),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

/** `--image` of any command, below any other. */
function flagsOf(command: Command): string[] {
  const flags = command.options.flatMap(({ long, short }) => [long ?? '', short ?? '']);
  return [...flags, ...command.commands.flatMap(flagsOf)];
}

test('every `--flag` of a document is one of `aesthete` or `npm start`', async () => {
  const playground = await readFile('src/bot/playground.ts', 'utf8');
  const known = [
    ...flagsOf(program()),
    '--help',
    ...[...playground.matchAll(/option\('(--\w+)/g)].map(([, flag]) => flag),
  ];
  const unknown = all.flatMap(({ path, codes }) =>
    codes
      .map((code) => /^--[a-z-]+/.exec(code)?.[0])
      .filter((flag) => flag !== undefined && !known.includes(flag))
      .map((flag) => `${path}: ${flag}`),
  );
  expect(unknown).toEqual([]);
});

test('every `npm start -- --flag`, `npm run`, script and test of a document is there', async () => {
  const scripts = Object.keys((JSON.parse(await readFile('package.json', 'utf8')) as { scripts: object }).scripts);
  const playground = await readFile('src/bot/playground.ts', 'utf8');
  const tests = await readdir('test', { recursive: true });
  const missing: string[] = [];
  for (const { path, codes, blocks } of all)
    for (const code of [...codes, ...blocks]) {
      for (const [, name] of code.matchAll(/\bnpm run (?:--silent |-s )?([a-z:]+)/g))
        if (!scripts.includes(name)) missing.push(`${path}: npm run ${name}`);
      for (const [, name, given] of code.matchAll(/\bnpm run (chaos|fuzz|sim) -- ([^#\n]*)/g)) {
        const script = await readFile(`scripts/${name}.ts`, 'utf8');
        for (const [flag, option] of given.matchAll(/--([a-z]+)/g))
          if (!script.includes(`${option}: {`)) missing.push(`${path}: npm run ${name} -- ${flag}`);
      }
      for (const [, flag] of code.matchAll(/\bnpm start -- (--[a-z]+)/g))
        if (!playground.includes(`'${flag}`)) missing.push(`${path}: npm start -- ${flag}`);
      for (const [, file] of code.matchAll(/(?:^|\s)(?:npx tsx )?((?:scripts|bench|src)\/[\w/.-]+\.(?:ts|sh))/gm))
        if (!(await stat(file).catch(() => undefined))) missing.push(`${path}: ${file}`);
      for (const [, filter] of code.matchAll(/\bvitest run ([\w/.-]+)/g))
        if (!filter.startsWith('-') && !tests.some((file) => `test/${file}`.includes(filter)))
          missing.push(`${path}: vitest run ${filter}`);
    }
  expect(missing).toEqual([]);
});

describe('what can run here runs:', () => {
  const paths = program().commands.flatMap((command) => [
    [command.name()],
    ...command.commands.map((below) => [command.name(), below.name()]),
  ]);
  test.each(paths.map((path) => [path.join(' '), path] as const))('aesthete %s --help', async (_, path) => {
    expect(await aesthete(...path, '--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Usage') as string,
    });
  });

  const cheap = /^(inspect demo|packs( list)?$)/;
  const runnable = lines.filter(({ words, whole }) => whole && cheap.test(words.join(' ')));
  test.each(runnable.map(({ line, words }) => [line, words] as const))('%s', async (_, words) => {
    expect(await aesthete(...words)).toMatchObject({ code: 0 });
  });
});
