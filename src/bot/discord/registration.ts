import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import type { REST, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import { z } from 'zod';

type Definition = RESTPostAPIApplicationCommandsJSONBody;

/** Where the hash of what was registered last is kept, by application. */
export interface RegistrationMemory {
  hash(applicationId: string): Promise<string | undefined>;
  remember(applicationId: string, hash: string): Promise<void>;
}

export interface Registration {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

const nothing: Registration = { created: [], changed: [], removed: [] };
const registered = z.array(z.looseObject({ id: z.string(), name: z.string(), type: z.number().default(1) }));

/**
 * Makes Discord's list of commands what the table says, touching what differs and nothing else: Discord allows 200 creates a day
 * and has no limit for what is left alone. With the hash of the last time unchanged, not even the list is read.
 */
export async function registerCommands(
  rest: Pick<REST, 'get' | 'post' | 'patch' | 'delete'>,
  applicationId: string,
  definitions: readonly Definition[],
  memory: RegistrationMemory,
): Promise<Registration> {
  const hash = definitionsHash(definitions);
  if ((await memory.hash(applicationId)) === hash) return nothing;

  const all = Routes.applicationCommands(applicationId);
  const present = registered.parse(await rest.get(all));
  const here = (id: string) => Routes.applicationCommand(applicationId, id);
  const result = { created: [] as string[], changed: [] as string[], removed: [] as string[] };
  for (const definition of definitions) {
    const before = present.find((one) => same(one, definition));
    if (!before) await rest.post(all, { body: definition });
    else if (!agrees(before, definition)) await rest.patch(here(before.id), { body: definition });
    else continue;
    (before ? result.changed : result.created).push(definition.name);
  }
  for (const old of present.filter((one) => !definitions.some((definition) => same(one, definition)))) {
    await rest.delete(here(old.id));
    result.removed.push(old.name);
  }
  await memory.remember(applicationId, hash);
  return result;
}

/** Of the definitions, whatever order their keys have. */
export function definitionsHash(definitions: readonly Definition[]): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(definitions)))
    .digest('hex');
}

function same(a: { name: string; type?: number | undefined }, b: { name: string; type?: number | undefined }): boolean {
  return a.name === b.name && (a.type ?? 1) === (b.type ?? 1);
}

/**
 * Whether what Discord has says all that the definition says. Discord adds fields of its own (id, version, empty lists, null and
 * false for what was left out), so what is absent from the definition must be empty there.
 */
function agrees(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(there) && there.length === wanted.length && wanted.every((item, i) => agrees(there[i], item));
  }
  if (typeof wanted !== 'object' || wanted === null) return there === wanted || (isEmpty(there) && isEmpty(wanted));
  if (typeof there !== 'object' || there === null) return false;
  const [had, want] = [new Map(Object.entries(there)), new Map(Object.entries(wanted))];
  for (const [key, value] of want) if (!agrees(had.get(key), value)) return false;
  return [...had].every(([key, value]) => want.has(key) || fromDiscord.has(key) || isEmpty(value));
}

/** Fields that Discord fills in by itself. */
const fromDiscord = new Set([
  'id',
  'application_id',
  'guild_id',
  'version',
  'type',
  'handler',
  'integration_types',
  'dm_permission',
]);

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
