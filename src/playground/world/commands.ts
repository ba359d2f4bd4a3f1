import type { APIApplicationCommand } from 'discord.js';
import type { World } from './world.js';

/** Commands that a member of a guild could use there: global ones and the guild's own, which hide global ones of the same name and type. */
export function commandsIn(world: World, guildId: string): APIApplicationCommand[] {
  const own = world.state.commands.filter(({ guild_id }) => guild_id === guildId);
  const global = world.state.commands.filter(({ guild_id }) => guild_id === undefined);
  return [...own, ...global.filter((one) => !own.some(({ name, type }) => name === one.name && type === one.type))];
}
