import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCommands } from '../../src/commands/index.js';
import { fakeServices } from './fakeServices.js';

const table = createCommands(fakeServices().services);
const definitions = [...table.slash, ...table.message].map(({ definition }) => definition);

/** DISCORD.md, Commands. */
const shortText = z.string().min(1).max(100);
const baseOption = z.object({
  type: z.number(),
  name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  description: shortText,
  required: z.boolean().optional(),
  choices: z
    .array(z.object({ name: shortText, value: shortText }))
    .max(25)
    .optional(),
  autocomplete: z.boolean().optional(),
});
const option = baseOption.extend({ options: z.array(baseOption).max(25).optional() });
const slash = z.object({
  name: z.string().regex(/^[a-z]{1,32}$/),
  description: shortText,
  options: z.array(option).max(25),
});

describe('commands as Discord takes them', () => {
  test.each(table.slash.map(({ definition }) => [definition.name, definition] as const))('/%s', (_name, definition) => {
    const { options } = slash.parse(definition);
    for (const { options: inner } of [{ options }, ...options]) requiredFirst(inner ?? []);
    expect(textLength(definition)).toBeLessThanOrEqual(8_000);
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

const subcommandType: number = ApplicationCommandOptionType.Subcommand;

/** Discord refuses required options behind others. */
function requiredFirst(options: readonly z.infer<typeof baseOption>[]): void {
  const flags = options.filter(({ type }) => type !== subcommandType).map((one) => one.required === true);
  expect(flags).toEqual([...flags].sort((a, b) => Number(b) - Number(a)));
}

/** Names, descriptions and values of a whole command. */
function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((n, one) => n + textLength(one), 0)
    : 0;
}
