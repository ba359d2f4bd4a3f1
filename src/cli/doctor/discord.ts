import { PermissionsBitField, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import { inviteLink, needed } from '../../bot/discord/permissions.js';
import { textsFor } from '../../bot/i18n/index.js';
import { bad, finding, note, ok, withTimeout } from './check.js';
import type { Finding } from './check.js';

const timeoutMs = 15_000;
const application = z.object({ id: z.string(), name: z.string() });
const guilds = z.array(z.object({ name: z.string(), permissions: z.string() }));

/** Whether Discord takes the token, and what the bot may do in the servers that it is in. Without a token the playground runs. */
export async function discordFindings(rest: Pick<REST, 'get'> | undefined): Promise<Finding[]> {
  if (!rest) {
    return [
      note(
        'Discord',
        'no DISCORD_TOKEN: the bot runs in its playground',
        'put DISCORD_TOKEN=… into .env to go to Discord',
      ),
    ];
  }
  const found: { id?: string } = {};
  const token = await finding(
    'token',
    async () => {
      const { id, name } = application.parse(
        await withTimeout(timeoutMs, 'Discord', rest.get(Routes.currentApplication())),
      );
      found.id = id;
      return ok('token', `Discord knows it: ${name} (${id})`);
    },
    'copy the token anew from the Discord Developer Portal (Bot → Reset Token); is Discord reachable from here?',
  );
  if (found.id === undefined) return [token];
  const invite = inviteLink(found.id);
  const permissions = await finding('permissions', () => guildFinding(rest, invite), 'try again later');
  return [token, permissions, note('invite link', invite)];
}

async function guildFinding(rest: Pick<REST, 'get'>, invite: string): Promise<Finding> {
  const all = guilds.parse(await withTimeout(timeoutMs, 'Discord', rest.get(Routes.userGuilds())));
  if (all.length === 0) return note('permissions', 'the bot is in no server yet', `open ${invite}`);
  const lacking = all.flatMap(({ name, permissions }) => {
    const has = new PermissionsBitField(BigInt(permissions));
    const missing = needed.filter((permission) => !has.has(permission));
    return missing.length === 0
      ? []
      : [`${name} lacks ${missing.map((one) => textsFor('en').permissions[one]).join(', ')}`];
  });
  if (lacking.length === 0)
    return ok('permissions', `all that is needed, in ${all.length} server${all.length === 1 ? '' : 's'}`);
  return bad('permissions', lacking.join('; '), `give them to the bot's role there, or open ${invite} again`);
}
