import { GatewayIntentBits } from 'discord.js';
import { guildCreatePayload } from '../world/payloads.js';
import { gatewayUrl } from '../world/world.js';
import type { World } from '../world/world.js';
import { dispatch, isOfShard } from './session.js';
import type { Session } from './session.js';

/** Sends READY, which names every guild of the session's shard, and then GUILD_CREATE for each that is not out, as Discord does after IDENTIFY. */
export function sendReady(world: World, session: Session): void {
  const { application, users, guilds } = world.state;
  const joined = Object.values(guilds).filter(({ id, hasBot }) => hasBot && isOfShard(id, session.shard));
  dispatch(session, {
    name: 'READY',
    data: {
      v: 10,
      user: users[application.id],
      guilds: joined.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: gatewayUrl(world),
      shard: session.shard,
      application: { id: application.id, flags: 0 },
    },
  });
  for (const guild of joined.filter(({ id }) => !world.outages.has(id))) {
    const data = guildCreatePayload(world, guild);
    dispatch(session, { name: 'GUILD_CREATE', data, intent: GatewayIntentBits.Guilds });
  }
}
