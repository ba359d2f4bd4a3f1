import { botMember, entry } from '../../world/find.js';
import { applicationPayload, channelPayload, guildPayload, memberPayload, rolePayload } from '../../world/payloads.js';
import { basePermissions } from '../../world/permissions.js';
import { gatewayUrl } from '../../world/world.js';
import type { World } from '../../world/world.js';
import { accessToChannel, accessToGuild } from '../access.js';
import { DiscordError } from '../errors.js';
import { done, ok, param } from '../route.js';
import type { Answer, Call, Route } from '../route.js';

/** Routes by which a bot reads its application, users, guilds and channels. */
export const placeRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway', byBot: false, handle: ({ world }) => ok({ url: gatewayUrl(world) }) },
  { method: 'GET', path: '/gateway/bot', byBot: true, handle: ({ world }) => ok(gatewayBot(world)) },
  ...['/applications/@me', '/oauth2/applications/@me'].map((path): Route => ({
    method: 'GET',
    path,
    byBot: true,
    handle: ({ world }) => ok(applicationPayload(world)),
  })),
  { method: 'GET', path: '/users/@me', byBot: true, handle: ({ world }) => ok(self(world)) },
  { method: 'GET', path: '/users/@me/guilds', byBot: true, handle: ({ world }) => ok(ownGuilds(world)) },
  { method: 'GET', path: '/users/:user', byBot: true, handle: user },
  { method: 'GET', path: '/guilds/:guild', byBot: true, handle: (call) => ok(guildPayload(accessToGuild(call))) },
  { method: 'GET', path: '/guilds/:guild/channels', byBot: true, handle: channels },
  { method: 'GET', path: '/guilds/:guild/roles', byBot: true, handle: roles },
  { method: 'GET', path: '/guilds/:guild/members/:user', byBot: true, handle: member },
  { method: 'GET', path: '/channels/:channel', byBot: true, handle: channel },
  { method: 'POST', path: '/channels/:channel/typing', byBot: true, handle: (call) => (accessToChannel(call), done) },
];

function gatewayBot(world: World): object {
  return {
    url: gatewayUrl(world),
    shards: world.rules.shards,
    session_start_limit: world.sessionStarts.limit(),
  };
}

function self(world: World): unknown {
  return world.state.users[world.state.application.id];
}

function ownGuilds(world: World): object[] {
  return Object.values(world.state.guilds)
    .filter(({ hasBot }) => hasBot)
    .map((guild) => ({
      id: guild.id,
      name: guild.name,
      icon: null,
      owner: false,
      permissions: basePermissions(guild, botMember(world, guild)).toString(),
      features: [],
    }));
}

function user(call: Call): Answer {
  const found = entry(call.world.state.users, param(call, 'user'));
  if (!found) throw new DiscordError(10013);
  return ok(found);
}

function channels(call: Call): Answer {
  return ok(
    accessToGuild(call)
      .channels.filter(({ deleted }) => !deleted)
      .map(channelPayload),
  );
}

function roles(call: Call): Answer {
  return ok(accessToGuild(call).roles.map(rolePayload));
}

function member(call: Call): Answer {
  const found = accessToGuild(call).members.find(({ userId }) => userId === param(call, 'user'));
  if (!found) throw new DiscordError(10013);
  return ok(memberPayload(call.world, found));
}

function channel(call: Call): Answer {
  return ok(channelPayload(accessToChannel(call).channel));
}
