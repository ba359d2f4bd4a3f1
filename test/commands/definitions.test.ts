import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { textsFor } from '../../src/bot/i18n/index.js';
import { createCommands } from '../../src/commands/index.js';
import { fakeServices } from './fakeServices.js';

const table = createCommands(fakeServices().services);
const definitions = [...table.slash, ...table.message].map(({ definition }) => definition);

/** Discord’s documentation, "Application Commands". */
const shortText = z.string().min(1).max(100);
const inAll = <T extends z.ZodType>(text: T) =>
  z.strictObject({ de: text, 'es-ES': text, 'es-419': text, fr: text, ja: text });
const described = { description: shortText, description_localizations: inAll(shortText) };
const baseOption = z.object({
  type: z.number(),
  name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  name_localizations: z.undefined().optional(),
  ...described,
  required: z.boolean().optional(),
  choices: z
    .array(z.object({ name: shortText, name_localizations: inAll(shortText).optional(), value: shortText }))
    .max(25)
    .optional(),
  autocomplete: z.boolean().optional(),
});
const inner = baseOption.extend({ options: z.array(baseOption).max(25).optional() });
const option = baseOption.extend({ options: z.array(inner).max(25).optional() });
const slash = z.object({
  name: z.string().regex(/^[a-z]{1,32}$/),
  name_localizations: z.undefined().optional(),
  ...described,
  options: z.array(option).max(25),
});

describe('commands as Discord takes them', () => {
  test.each(table.slash.map(({ definition }) => [definition.name, definition] as const))('/%s', (_name, definition) => {
    const { options } = slash.parse(definition);
    for (const { options: inner } of [{ options }, ...options]) requiredFirst(inner ?? []);
    expect(textLength(definition)).toBeLessThan(8_000);
  });

  test.each(table.message.map(({ definition }) => [definition.name, definition] as const))(
    'Apps → %s',
    (_name, definition) => {
      const text = z.string().min(1).max(32);
      z.object({ name: text, name_localizations: inAll(text) }).parse(definition);
    },
  );

  test('choices that are words have them in every language; what is typed or measured keeps its name', () => {
    const choices = JSON.stringify(definitions).match(/"name":"everyone","name_localizations":\{[^}]*\}/g);
    expect(choices).toHaveLength(1);
    expect(choices?.[0]).toContain(JSON.stringify(textsFor('de').commands.settings.creatorChoices.everyone));
    expect(JSON.stringify(definitions)).not.toMatch(/"name":"(ddim|mean|safetensors)","name_localizations"/);
  });

  test('in servers only', () => {
    for (const definition of definitions) expect(definition).toMatchObject({ contexts: [0], integration_types: [0] });
  });

  test('settings for whoever manages the server', () => {
    expect(definitions.find(({ name }) => name === 'settings')).toMatchObject({ default_member_permissions: '32' });
  });

  test('what suggests has a completion', () => {
    for (const command of table.slash) {
      const { definition } = command;
      const suggests = JSON.stringify(definition).includes('"autocomplete":true');
      expect([definition.name, 'complete' in command]).toEqual([definition.name, suggests]);
    }
  });
});

const subcommandTypes: readonly number[] = [
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
];

/** Discord refuses required options behind others. */
function requiredFirst(options: readonly z.infer<typeof baseOption>[]): void {
  const flags = options.filter(({ type }) => !subcommandTypes.includes(type)).map((one) => one.required === true);
  expect(flags).toEqual([...flags].sort((a, b) => Number(b) - Number(a)));
}

/** As Discord counts a command: name, description and value of it, its options and choices, each in the language where it is longest. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((n, one) => n + textLength(one), 0);
  const {
    name,
    name_localizations,
    description,
    description_localizations,
    value: chosen,
    options,
    choices,
  } = counted.parse(value);
  return (
    longest(name, name_localizations) +
    longest(description, description_localizations) +
    (chosen?.length ?? 0) +
    textLength(options) +
    textLength(choices)
  );
}

const inLanguages = z.record(z.string(), z.string()).optional();
const counted = z.object({
  name: z.string().optional(),
  name_localizations: inLanguages,
  description: z.string().optional(),
  description_localizations: inLanguages,
  value: z.string().optional(),
  options: z.array(z.unknown()).default([]),
  choices: z.array(z.unknown()).default([]),
});

function longest(text = '', localised: Readonly<Record<string, string>> = {}): number {
  return Math.max(...[text, ...Object.values(localised)].map(({ length }) => length));
}

test('a command’s length is counted as Discord does', () => {
  const choice = { name: 'ab', name_localizations: { de: 'abcd' }, value: 'xyz' };
  const option = {
    name: 'o',
    description: 'abc',
    description_localizations: { de: 'a', fr: 'abcdef' },
    choices: [choice],
  };
  expect(textLength({ name: 'cmd', description: 'd', options: [option] })).toBe(3 + 1 + 1 + 6 + 4 + 3);
});
