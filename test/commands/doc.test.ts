import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { commandsDoc, commandsFile } from '../../scripts/commandsDoc.js';

test('docs/commands.md is what `npm run docs:commands` makes of the definitions', async () => {
  expect(await readFile(commandsFile, 'utf8')).toBe(await commandsDoc());
});

test('it has every option with what it takes', async () => {
  const doc = await commandsDoc();
  expect(doc).toMatch(/\| `prompt` \(required\) +\| text +\| What to paint/);
  expect(doc).toMatch(/\| `count` +\| whole number from 1 to 10 +\|/);
  expect(doc).toContain('### /aesthetic blend');
  expect(doc).toMatch(/## \/settings\n\n.*\n\nFor members with Manage Guild\./);
});
