import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { aesthete } from '../support/cli.js';

const script = async (shell: string): Promise<string> => (await aesthete('completion', shell)).stdout;

/** What bash offers after these words. */
function offered(completion: string, ...words: string[]): string[] {
  const line = ['aesthete', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `${completion}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _aesthete; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

describe('completions', () => {
  test('of bash offer commands, their subcommands and their options', async () => {
    const completion = await script('bash');
    expect(offered(completion, 'im')).toEqual(['imagine']);
    expect(offered(completion, 'packs', '')).toEqual(expect.arrayContaining(['list', 'check', 'add', 'remove']));
    expect(offered(completion, 'packs', 'add', 'sd15', '--dr')).toEqual(['--dry-run']);
    expect(offered(completion, 'imagine', 'a castle', '--strength', '0.5', '--see')).toEqual(['--seed']);
  });

  test.each(['zsh', 'fish'])('of %s name every command', async (shell) => {
    const completion = await script(shell);
    for (const name of [
      'imagine',
      'compare',
      'embed',
      'inspect',
      'packs',
      'reembed',
      'doctor',
      '-l json-lines',
      'dry-run',
    ])
      expect(completion).toContain(shell === 'zsh' ? name.replace('-l ', '--') : name);
  });

  test('another shell is a wrong command line', async () => {
    expect((await aesthete('completion', 'tcsh')).code).toBe(2);
  });
});
