import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('each line of docs/security.md has its test', async () => {
  const rows = (await readFile('docs/security.md', 'utf8')).split('\n').filter((line) => line.startsWith('| '));
  const lines = rows.slice(2);
  expect(lines.length).toBeGreaterThan(10);
  const missing: string[] = [];
  for (const line of lines) {
    const [, title = '', path = ''] = /\[([^\]]+)\]\(([^)]+)\) *\|$/.exec(line) ?? [];
    const file = await readFile(join('docs', path), 'utf8').catch(() => '');
    if (title === '' || !file.replaceAll("\\'", "'").includes(title)) missing.push(line);
  }
  expect(missing).toEqual([]);
});
