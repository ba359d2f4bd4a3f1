import { readFile } from 'node:fs/promises';
import { ApplicationCommandOptionType } from 'discord.js';
import { expect, test } from 'vitest';
import { commandsDoc, commandsFile } from '../../scripts/commandsDoc.js';
import { createCommands } from '../../src/commands/index.js';
import { fakeServices } from './fakeServices.js';

/** As much of an option as is looked for. */
interface Named {
  readonly name: string;
  readonly type: ApplicationCommandOptionType;
  readonly options?: readonly Named[];
}

const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;

/** Headings of a command, and the options below each. */
function sections(name: string, options: readonly Named[]): [string, string[]][] {
  const below = options.flatMap((one): [string, Named][] => {
    if (one.type === Subcommand) return [[one.name, one]];
    if (one.type !== SubcommandGroup) return [];
    return (one.options ?? []).map((inner): [string, Named] => [`${one.name} ${inner.name}`, inner]);
  });
  if (below.length === 0) return [[`## /${name}\n`, options.map((one) => one.name)]];
  return below.map(([path, one]) => [`### /${name} ${path}\n`, (one.options ?? []).map((option) => option.name)]);
}

test('docs/commands.md is what `npm run docs:commands` makes of the definitions', async () => {
  expect(await readFile(commandsFile, 'utf8')).toBe(await commandsDoc());
});

test('it has every option of every command, with what it takes', async () => {
  const doc = await commandsDoc();
  for (const { definition } of createCommands(fakeServices().services).slash) {
    const { name, options = [] } = definition as { name: string; options?: readonly Named[] };
    for (const [title, below] of sections(name, options)) {
      const section = doc.slice(doc.indexOf(title)).slice(title.length).split(/^##/m)[0];
      for (const option of below)
        expect(section).toMatch(new RegExp(`^\\| \`${option}\`( \\(required\\))? +\\| [^ |]`, 'm'));
    }
  }
  expect(doc).toMatch(/\| `prompt` \(required\) +\| text +\| What to paint/);
  expect(doc).toMatch(/\| `count` +\| whole number from 1 to 10 +\|/);
  expect(doc).toContain('### /aesthetic blend');
  expect(doc).toMatch(/## \/settings\n\n.*\n\nFor members with Manage Guild\./);
});
