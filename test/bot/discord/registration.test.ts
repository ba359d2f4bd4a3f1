import { REST, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { definitionsHash, registerCommands } from '../../../src/bot/discord/registration.js';
import type { RegistrationMemory } from '../../../src/bot/discord/registration.js';
import { messageCommand, slashCommand, stringOption } from '../../../src/commands/definition.js';
import { aDiscord } from '../../playground/bot.js';

const castle = slashCommand('castle', () => 'Paints a castle', [stringOption('how', () => 'How', { required: true })]);
const cat = slashCommand('cat', () => 'Paints a cat', []);
const catToo = messageCommand(() => 'cat');

function memory(): RegistrationMemory & { hashes: Map<string, string> } {
  const hashes = new Map<string, string>();
  return {
    hashes,
    hash: (id) => Promise.resolve(hashes.get(id)),
    remember: (id, hash) => Promise.resolve(void hashes.set(id, hash)),
  };
}

async function anApplication() {
  const { discord } = await aDiscord();
  const rest = new REST({ api: discord.api }).setToken(discord.token);
  const id = discord.applicationId;
  const list = async () => (await rest.get(Routes.applicationCommands(id))) as { id: string; name: string }[];
  return { discord, rest, id, list, member: discord.member('admin') };
}

describe('registering commands', () => {
  test('tells all of them in one request, and remembers', async () => {
    const [{ discord, rest, id, member }, remembered] = [await anApplication(), memory()];
    expect(await registerCommands(rest, id, [castle, cat, catToo], remembered)).toBe(true);
    expect(member.commands()).toEqual(['castle', 'cat', 'cat']);
    expect(discord.requests().map(({ route }) => route)).toEqual(['PUT /applications/:application/commands']);
    expect(remembered.hashes.get(id)).toBe(definitionsHash([castle, cat, catToo]));
    expect(discord.violations()).toEqual([]);
  });

  test('asks nothing at all the second time', async () => {
    const [{ discord, rest, id }, remembered] = [await anApplication(), memory()];
    await registerCommands(rest, id, [castle], remembered);
    expect(await registerCommands(rest, id, [castle], remembered)).toBe(false);
    expect(discord.requests()).toHaveLength(1);
  });

  test('changes in place what differs, an option too, which costs no create, and takes away what is not there any more', async () => {
    const [{ discord, rest, id, list }, remembered] = [await anApplication(), memory()];
    await registerCommands(rest, id, [castle, cat], remembered);
    const before = await list();
    const changed = slashCommand('castle', () => 'Paints a castle', [
      stringOption('how', () => 'How strong', { required: true }),
    ]);
    await registerCommands(rest, id, [changed], remembered);
    expect(await list()).toMatchObject([
      { id: before.find(({ name }) => name === 'castle')?.id, options: [{ description: 'How strong' }] },
    ]);
    expect(discord.save().state.commandCreates['global']).toHaveLength(2);
  });

  test('remembers nothing when Discord refuses, so that the next start tries again', async () => {
    const [{ rest, id }, remembered] = [await anApplication(), memory()];
    const wrong = { ...castle, description: '' };
    await expect(registerCommands(rest, id, [wrong], remembered)).rejects.toMatchObject({ code: 50035 });
    expect(remembered.hashes.size).toBe(0);
  });
});
