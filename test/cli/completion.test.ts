import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { aesthete, inTemporaryFolder } from '../support/cli.js';

const folder = inTemporaryFolder();

/** What a shell writes that runs a script, without anybody's own configuration; `completion` is what `aesthete completion` printed. */
async function runIn(shell: 'bash' | 'zsh' | 'fish', script: string): Promise<string[]> {
  await writeFile('completion', (await aesthete('completion', shell)).stdout);
  const plain = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell];
  const { stdout, stderr, error } = spawnSync(shell, [...plain, '-c', script], {
    cwd: folder(),
    env: { PATH: process.env['PATH'], HOME: folder(), TERM: 'dumb' },
    encoding: 'utf8',
  });
  expect({ stderr, error }).toEqual({ stderr: '', error: undefined });
  return stdout.trimEnd().split('\n');
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

/** What each shell offers after these words, the last of which is being typed. */
const offered = {
  bash: (...words: string[]) =>
    runIn(
      'bash',
      `source completion; COMP_WORDS=(aesthete ${quoted(words)}); COMP_CWORD=${words.length}; _aesthete; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
  // The completion system needs a terminal; its two functions that the script calls are given here.
  zsh: (...words: string[]) =>
    runIn(
      'zsh',
      `compdef() { completer=$1 }
       compadd() { shift; for word in "$@"; do [[ $word == "\${words[CURRENT]}"* ]] && print -r -- $word; done; true }
       source ./completion
       words=(aesthete ${quoted(words)}); CURRENT=${words.length + 1}; $completer`,
    ),
  fish: async (...words: string[]) => {
    const typed = ['aesthete', ...words].map((word) => word.replaceAll(' ', '\\ ')).join(' ');
    const lines = await runIn('fish', `source completion; complete --do-complete '${typed.replaceAll('\\', '\\\\')}'`);
    return lines.map((line) => line.split('\t')[0]);
  },
} as const;

describe('convention: completions', () => {
  test.for(['bash', 'zsh', 'fish'] as const)(
    'of %s offer commands, their subcommands and their options',
    async (shell, { skip }) => {
      if (!process.env['CI'] && spawnSync(shell, ['--version']).error) {
        skip(`${shell} is not on this machine`);
      }
      const offer = offered[shell];
      expect((await offer('im')).sort()).toEqual(['imagine', 'import']);
      expect(await offer('packs', '')).toEqual(expect.arrayContaining(['list', 'check', 'add', 'remove']));
      expect(await offer('packs', 'add', 'sd15', '--dr')).toEqual(['--dry-run']);
      expect(await offer('imagine', 'a castle', '--strength', '0.5', '--see')).toEqual(['--seed']);
      expect(await offer('imagine', 'x', '--dry')).not.toContain('--dry-run');
    },
  );

  test('another shell is a wrong command line', async () => {
    expect((await aesthete('completion', 'tcsh')).code).toBe(2);
  });
});
