import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What the first column of the table "Conventions" in docs/cli.md says, without signs of Markdown. */
async function rows(): Promise<string[]> {
  const [, section] = (await readFile('docs/cli.md', 'utf8')).split('\n## Conventions\n');
  const [, , ...cells] = [...section.split('\n## ')[0].matchAll(/^\| ((?:\\\||[^|])+?) +\|/gm)].map(([, cell]) => cell);
  return cells.map((cell) => cell.replaceAll('`', '').replaceAll(String.raw`\|`, '|'));
}

/** Rows that titles of tests name: `convention: signals`, with or without `: …` behind. */
async function tested(): Promise<string[]> {
  const files = (await readdir('test', { recursive: true })).filter((file) => file.endsWith('.test.ts'));
  const texts = await Promise.all(files.map((file) => readFile(join('test', file), 'utf8')));
  const titles = texts.flatMap((text) => [
    ...text.matchAll(/^\s*(?:describe|test|\])[^'\n]*\('convention: (.+?)(?:: .*)?',/gm),
  ]);
  return titles.map(([, name]) => name);
}

test('each row of the table of conventions in docs/cli.md has a test that names it, and there are no others', async () => {
  const listed = await rows();
  expect(listed.length).toBeGreaterThan(10);
  expect([...new Set(await tested())].sort()).toEqual(listed.sort());
});
