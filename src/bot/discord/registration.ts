import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import type { REST, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';

type Definition = RESTPostAPIApplicationCommandsJSONBody;

/** Where the hash of what was registered last is kept, by application. */
export interface RegistrationMemory {
  hash(applicationId: string): Promise<string | undefined>;
  remember(applicationId: string, hash: string): Promise<void>;
}

/**
 * Makes Discord's list of commands what the table says, where the hash of the last time is another: all in one request, since one each
 * would take longer than the bucket allows. What has the same name stays the same command, and only what is new counts towards
 * Discord's 200 creates a day. True where it was told.
 */
export async function registerCommands(
  rest: Pick<REST, 'put'>,
  applicationId: string,
  definitions: readonly Definition[],
  memory: RegistrationMemory,
): Promise<boolean> {
  const hash = definitionsHash(definitions);
  if ((await memory.hash(applicationId)) === hash) return false;
  await rest.put(Routes.applicationCommands(applicationId), { body: definitions });
  await memory.remember(applicationId, hash);
  return true;
}

/** Of the definitions, whatever order their keys have. */
export function definitionsHash(definitions: readonly Definition[]): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(definitions)))
    .digest('hex');
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
