import { ApplicationCommandOptionType, ButtonStyle, ComponentType, TextInputStyle } from 'discord.js';
import { expect, test } from 'vitest';
import { buttonStyle, componentType, optionType, paragraphStyle } from '../../src/playground/rules/discordEnums.js';
import { admitFiles } from '../../src/playground/rules/fileLimits.js';
import { acceptAttribute, allowedExtensions, isImageFile } from '../../src/playground/rules/fileTypes.js';
import { countProblem } from '../../src/playground/rules/modalFields.js';
import { selectableInComponent, selectableInOption } from '../../src/playground/rules/selectable.js';

test.each([
  ['component types', componentType, ComponentType],
  ['button styles', buttonStyle, ButtonStyle],
  ['option types', optionType, ApplicationCommandOptionType],
])('the %s of the page are those of discord.js', (_, ours, theirs) => {
  const numbers: Readonly<Record<string, string | number>> = theirs;
  for (const [name, number] of Object.entries(ours)) {
    expect([name, numbers[name.charAt(0).toUpperCase() + name.slice(1)]]).toEqual([name, number]);
  }
  expect(paragraphStyle).toBe(TextInputStyle.Paragraph);
});

test('the client and the file dialog allow the same files', () => {
  const types = ['image', '.pt', 'safetensors'];
  expect(acceptAttribute(types)).toBe('image/*,.pt,.safetensors');
  expect(allowedExtensions(types)).toEqual(expect.arrayContaining(['png', 'avif', 'jfif', 'pt', 'safetensors']));
  expect(['a.PNG', 'a.webp', 'a.svg', 'png'].map(isImageFile)).toEqual([true, true, false, false]);
});

test('options and selects offer the same members, channels and roles', () => {
  const guild = {
    members: [{ id: '2', name: 'guest' }],
    channels: [{ id: '3', name: 'studio' }],
    roles: [{ id: '1', name: 'everyone' }],
  };
  const pairs = [
    [optionType.user, componentType.userSelect, ['2']],
    [optionType.role, componentType.roleSelect, ['1']],
    [optionType.mentionable, componentType.mentionableSelect, ['2', '1']],
    [optionType.channel, componentType.channelSelect, ['3']],
    [optionType.string, componentType.stringSelect, []],
  ] as const;
  for (const [option, select, ids] of pairs) {
    expect(selectableInOption(option, guild).map(({ id }) => id)).toEqual(ids);
    expect(selectableInComponent(select, guild).map(({ id }) => id)).toEqual(ids);
  }
});

test.each([
  [{ type: ComponentType.TextInput, min_length: 2, max_length: 3 }, [1, 2, 3, 4], [true, false, false, true]],
  [{ type: ComponentType.TextInput, required: false, min_length: 2 }, [0, 1], [false, true]],
  [{ type: ComponentType.FileUpload, max_values: 2 }, [0, 2, 3], [true, false, true]],
  [{ type: ComponentType.CheckboxGroup }, [0, 10, 11], [true, false, true]],
  [{ type: ComponentType.Checkbox }, [0, 1], [false, false]],
])('%o with so many characters or values is wrong', (component, counts, wrong) => {
  expect(counts.map((count) => countProblem(component, count) !== undefined)).toEqual(wrong);
});

test('files are taken in their order until one is too large, of another kind, or beyond the number or the total', () => {
  const file = (name: string, size = 1) => ({ name, size });
  const limits = { most: 3, bytes: 10, total: 15, types: ['image'] };
  const added = [file('a.png', 11), file('b.txt'), file('c.png', 9), file('d.png', 9), file('e.png'), file('f.png')];
  const { admitted, refused } = admitFiles([file('0.png')], added, limits);
  expect(admitted.map(({ name }) => name)).toEqual(['c.png', 'e.png']);
  expect(refused.map(({ file: { name }, why }) => `${name} ${why}`)).toEqual([
    'a.png tooLarge',
    'b.txt wrongType',
    'd.png together',
    'f.png tooMany',
  ]);
});
