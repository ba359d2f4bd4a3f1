import { describe, expect, test } from 'vitest';
import { definitionsHash, registerCommands } from '../../../src/bot/discord/registration.js';
import type { RegistrationMemory } from '../../../src/bot/discord/registration.js';
import { slashCommand, stringOption } from '../../../src/commands/definition.js';

type Rest = Parameters<typeof registerCommands>[0];
const castle = slashCommand('castle', 'Paints a castle', [stringOption('how', 'How', { required: true })]);
const cat = slashCommand('cat', 'Paints a cat', []);

/** Discord's list of commands, with the fields that Discord adds. */
function discord(...present: object[]): { rest: Rest; calls: string[] } {
  const calls: string[] = [];
  const record = (method: string) => (route: string, how?: { body?: unknown }) => {
    const named = how?.body as { name: string } | undefined;
    calls.push(`${method} ${named?.name ?? route}`);
    return Promise.resolve(present);
  };
  return {
    rest: { get: record('get'), post: record('post'), patch: record('patch'), delete: record('delete') },
    calls,
  };
}

function kept(command: ReturnType<typeof slashCommand>): object {
  return {
    ...command,
    id: `id-of-${command.name}`,
    application_id: '1',
    version: '2',
    default_member_permissions: null,
    dm_permission: true,
    nsfw: false,
    name_localizations: null,
    options: command.options?.map((option) => ({ ...option, name_localizations: null, autocomplete: false })),
  };
}

function memory(): RegistrationMemory & { hashes: Map<string, string> } {
  const hashes = new Map<string, string>();
  return {
    hashes,
    hash: (id) => Promise.resolve(hashes.get(id)),
    remember: (id, hash) => Promise.resolve(void hashes.set(id, hash)),
  };
}

describe('registering commands', () => {
  test('creates those that are not there, and remembers', async () => {
    const [{ rest, calls }, remembered] = [discord(kept(cat)), memory()];
    const result = await registerCommands(rest, '1', [castle, cat], remembered);
    expect(calls).toEqual(['get /applications/1/commands', 'post castle']);
    expect(result).toEqual({ created: ['castle'], changed: [], removed: [] });
    expect(remembered.hashes.get('1')).toBe(definitionsHash([castle, cat]));
  });

  test('does nothing at all the second time', async () => {
    const [{ rest, calls }, remembered] = [discord(), memory()];
    remembered.hashes.set('1', definitionsHash([castle]));
    await registerCommands(rest, '1', [castle], remembered);
    expect(calls).toEqual([]);
  });

  test('leaves alone what agrees, though Discord has added fields', async () => {
    const { rest, calls } = discord(kept(castle));
    await registerCommands(rest, '1', [castle], memory());
    expect(calls).toEqual(['get /applications/1/commands']);
  });

  test('changes in place what differs, an option too, which costs no create', async () => {
    const { rest, calls } = discord(kept(castle));
    const changed = slashCommand('castle', 'Paints a castle', [stringOption('how', 'How strong', { required: true })]);
    expect((await registerCommands(rest, '1', [changed], memory())).changed).toEqual(['castle']);
    expect(calls).toEqual(['get /applications/1/commands', 'patch castle']);
  });

  test('changes what has an option more than it should', async () => {
    const { rest } = discord(kept(castle));
    const without = slashCommand('castle', 'Paints a castle', []);
    expect((await registerCommands(rest, '1', [without], memory())).changed).toEqual(['castle']);
  });

  test('removes what is not there any more', async () => {
    const { rest, calls } = discord(kept(castle), kept(cat));
    expect((await registerCommands(rest, '1', [cat], memory())).removed).toEqual(['castle']);
    expect(calls.at(-1)).toBe('delete /applications/1/commands/id-of-castle');
  });

  test('remembers nothing when Discord refuses, so that the next start tries again', async () => {
    const [{ rest }, remembered] = [discord(), memory()];
    rest.post = () => Promise.reject(new Error('refused'));
    await expect(registerCommands(rest, '1', [castle], remembered)).rejects.toThrow('refused');
    expect(remembered.hashes.size).toBe(0);
  });
});
