import { describe, expect, test } from 'vitest';
import { aBot, aDiscord, request, silence, slash } from './bot.js';

describe('commands', () => {
  test('are overwritten in bulk, everywhere and in a guild, and keep their ids', async () => {
    const { discord } = await aDiscord();
    const guildId = discord.guild('Gallery').id;
    const { client } = await aBot(discord, silence, { commands: [slash('imagine'), slash('help')] });
    const { commands } = client.application!;
    const before = await commands.fetch();
    const after = await commands.set([slash('help'), slash('queue')]);
    await commands.create(slash('here'), guildId);

    expect(before.map(({ name }) => name)).toEqual(['imagine', 'help']);
    expect(after.map(({ name }) => name)).toEqual(['help', 'queue']);
    expect(after.first()!.id).toBe(before.find(({ name }) => name === 'help')!.id);
    expect(discord.member('guest', 'Gallery').commands()).toEqual(['here', 'help', 'queue']);
    expect(discord.member('guest', 'Atelier').commands()).toEqual(['help', 'queue']);
    expect(discord.violations()).toEqual([]);
  });

  test('are edited, deleted, and unknown afterwards (10063)', async () => {
    const { discord } = await aDiscord();
    const { client } = await aBot(discord, silence, { commands: [slash('imagine')] });
    const command = (await client.application!.commands.fetch()).first()!;
    const edited = await command.edit({ description: 'paints' });
    await command.delete();

    expect(edited.description).toBe('paints');
    await expect(command.delete()).rejects.toMatchObject({ code: 10063, status: 404 });
  });

  test('can be created 200 times a day (30034); overwriting costs nothing', async () => {
    const { discord, clock } = await aDiscord({ rules: { globalPerSecond: 10_000 } });
    const path = `/applications/${discord.applicationId}/commands`;
    const create = async (name: string) => {
      clock.advance(20_000);
      return request(discord, 'POST', path, slash(name));
    };
    for (let i = 0; i < 200; i++) {
      const { json, status } = await create(`paint${i}`);
      expect(status).toBe(201);
      if (i >= 50) await request(discord, 'DELETE', `${path}/${json!.id!}`);
    }
    expect(await create('one-more')).toMatchObject({ status: 400, code: 30034 });
    expect(await create('paint0')).toMatchObject({ status: 200 });
    clock.advance(24 * 3_600_000);
    expect(await create('one-more')).toMatchObject({ status: 201 });
  });

  test('are 100 at most (30032)', async () => {
    const { discord } = await aDiscord();
    const many = Array.from({ length: 101 }, (_, i) => slash(`paint${i}`));
    const path = `/applications/${discord.applicationId}/commands`;
    expect(await request(discord, 'PUT', path, many)).toMatchObject({ status: 400, code: 30032 });
  });

  test('of one type have different names (50035)', async () => {
    const { discord } = await aDiscord();
    const path = `/applications/${discord.applicationId}/commands`;
    const invalid = { status: 400, code: 50035 };
    expect(await request(discord, 'PUT', path, [slash('imagine'), slash('imagine')])).toMatchObject(invalid);
    await request(discord, 'PUT', path, [slash('imagine'), { name: 'imagine', type: 3 }]);
    const { json } = await request(discord, 'POST', path, slash('queue'));
    expect(await request(discord, 'PATCH', `${path}/${json!.id!}`, slash('imagine'))).toMatchObject(invalid);
    expect(discord.violations().map(({ message }) => message)).toHaveLength(2);
  });

  const option = { type: 3, name: 'prompt', description: 'What' };
  test.each([
    ['a capital in the name', { ...slash('Imagine') }, 'name'],
    ['no description', { name: 'imagine', description: '' }, 'description'],
    ['a name of 33 characters', slash('a'.repeat(33)), 'name'],
    ['a field that is not in the schema', { ...slash('imagine'), colour: 'red' }, 'colour'],
    [
      '26 options',
      { ...slash('imagine'), options: Array.from({ length: 26 }, (_, i) => ({ ...option, name: `o${i}` })) },
      'options',
    ],
    [
      '26 choices',
      {
        ...slash('imagine'),
        options: [{ ...option, choices: Array.from({ length: 26 }, (_, i) => ({ name: `c${i}`, value: `${i}` })) }],
      },
      'options',
    ],
    ['an option twice', { ...slash('imagine'), options: [option, option] }, 'options'],
    [
      'a required option behind an optional one',
      { ...slash('imagine'), options: [option, { ...option, name: 'size', required: true }] },
      'options',
    ],
    [
      'choices beside autocomplete',
      { ...slash('imagine'), options: [{ ...option, autocomplete: true, choices: [{ name: 'a', value: 'a' }] }] },
      'options',
    ],
  ])('with %s are refused (50035)', async (_, body, field) => {
    const { discord } = await aDiscord();
    const answer = await request(discord, 'POST', `/applications/${discord.applicationId}/commands`, body);
    expect(answer).toMatchObject({ status: 400, code: 50035 });
    expect(Object.keys(answer.json!.errors!)).toEqual([field]);
    expect(discord.violations()).toMatchObject([{ kind: 'schema', code: 50035 }]);
  });
});
