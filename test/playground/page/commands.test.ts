import { ApplicationCommandOptionType as Type } from 'discord.js';
import { expect, test } from 'vitest';
import { leavesOf, matching, parseCommand } from '../../../src/playground/page/composer/commands.js';
import type { Leaf } from '../../../src/playground/page/composer/commands.js';
import { placeFiles, problemOf, toSend } from '../../../src/playground/page/composer/optionValues.js';
import { pageTexts } from '../../../src/playground/page/i18n/index.js';
import type { CommandOption } from '../../../src/playground/rules/commandOptions.js';
import { acceptAttribute } from '../../../src/playground/rules/fileTypes.js';
import type { AvailableCommands } from '../../../src/playground/site/protocol.js';

const option = (name: string, type: Type, more: Partial<CommandOption> = {}): CommandOption => ({
  name,
  type,
  description: name,
  ...more,
});
const imagine: Leaf = {
  path: 'imagine',
  description: 'Paints',
  options: [
    option('prompt', Type.String, { required: true, max_length: 20 }),
    option('seed', Type.Integer, { min_value: 0, max_value: 10 }),
    option('guidance', Type.Number),
    option('sampler', Type.String, { choices: [{ name: 'DDIM', value: 'ddim' }] }),
    option('strip', Type.Boolean),
    option('image1', Type.Attachment),
    option('image2', Type.Attachment),
  ],
};
const commands = [
  {
    name: 'aesthetic',
    description: 'Aesthetics',
    options: [
      { type: Type.Subcommand, name: 'create', description: 'Makes one', options: [] },
      {
        type: Type.SubcommandGroup,
        name: 'of',
        description: 'Of',
        options: [{ type: Type.Subcommand, name: 'me', description: 'Mine', options: [] }],
      },
    ],
  },
  { name: 'imagine', description: 'Paints', options: imagine.options },
] as unknown as AvailableCommands['slash'];

test('subcommands are commands of their own', () => {
  expect(leavesOf(commands).map(({ path }) => path)).toEqual(['aesthetic create', 'aesthetic of me', 'imagine']);
});

test('what begins as typed comes first, then what holds it', () => {
  const leaves = leavesOf(commands);
  expect(matching(leaves, '/').length).toBe(3);
  expect(matching(leaves, '/ae').map(({ path }) => path)).toEqual(['aesthetic create', 'aesthetic of me']);
  expect(matching(leaves, '/create').map(({ path }) => path)).toEqual(['aesthetic create']);
  expect(matching(leaves, '/nothing')).toEqual([]);
});

test('a whole command as text, as the bot’s recipes print it', () => {
  const parsed = parseCommand([imagine], '/imagine prompt:a castle: red seed:7');
  expect(parsed?.texts).toEqual({ prompt: 'a castle: red', seed: '7' });
  expect(parseCommand([imagine], '/imagine')?.texts).toEqual({});
  expect(parseCommand([imagine], '/imagine a castle')).toBeUndefined();
  expect(parseCommand([imagine], '/imagination prompt:x')).toBeUndefined();
});

test.each([
  ['prompt', '', 'prompt is required'],
  ['prompt', 'x'.repeat(21), '1 to 20 characters'],
  ['seed', '', undefined],
  ['seed', '1.5', 'a whole number from 0 to 10'],
  ['seed', '11', 'a whole number from 0 to 10'],
  ['seed', 'x', 'a whole number from 0 to 10'],
  ['seed', '7', undefined],
  ['guidance', '7,5', undefined],
  ['sampler', 'other', 'choose one of DDIM'],
  ['sampler', 'ddim', undefined],
  ['strip', 'perhaps', 'True or False'],
  ['strip', 'true', undefined],
])('%s with “%s”: %s', (name, text, problem) => {
  const one = imagine.options.find((each) => each.name === name)!;
  const found = problemOf(one, { text }, pageTexts['en-US']);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});

test('values are sent as their types, files by their places', () => {
  const [a, b] = [new File(['a'], 'a.png'), new File(['b'], 'b.png')];
  const pills = placeFiles(
    imagine,
    { prompt: { text: 'x' }, seed: { text: '7' }, strip: { text: 'True' } },
    [a, b],
    'image2',
  );
  expect(toSend(imagine, { ...pills, sampler: { text: 'DDIM', chosen: 'ddim' } })).toEqual({
    options: { prompt: 'x', seed: 7, sampler: 'ddim', strip: true, image1: { file: 0 }, image2: { file: 1 } },
    files: [b, a],
  });
});

test('files go into options that are free; more than there are stay out', () => {
  const files = ['a', 'b', 'c'].map((name) => new File(['x'], name));
  const pills = placeFiles(imagine, {}, files);
  expect([pills['image1']?.file, pills['image2']?.file]).toEqual(files.slice(0, 2));
  expect(acceptAttribute(['image', '.pt', 'safetensors'])).toBe('image/*,.pt,.safetensors');
});
