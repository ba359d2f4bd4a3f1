import { randomBytes } from 'node:crypto';
import { GatewayIntentBits } from 'discord.js';
import type { WebSocket } from 'ws';
import type { GatewayEvent, Payload } from '../world/world.js';

/** How long a session without a connection can be resumed. */
export const resumableMs = 5 * 60_000;
/** How many events are stored for a resumption. */
const maxStoredEvents = 1_000;

interface Dispatch {
  readonly op: 0;
  readonly s: number;
  readonly t: string;
  readonly d: Payload;
}

/** The session of a bot that has identified. It continues when its connection ends. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [index: number, count: number];
  seq: number;
  readonly sent: Dispatch[];
  socket: WebSocket | undefined;
  /** When its connection ended. */
  lostAt: number | undefined;
}

export function createSession(socket: WebSocket, intents: number, shard: readonly [number, number]): Session {
  const id = randomBytes(16).toString('hex');
  return { id, intents, shard, seq: 0, sent: [], socket, lostAt: undefined };
}

/** Sends an event if the session's intents include it, and stores it for a resumption. */
export function dispatch(session: Session, event: GatewayEvent): void {
  if (event.intent !== undefined && (session.intents & event.intent) === 0) return;
  if (!isForShard(session, event)) return;
  const sees = (session.intents & GatewayIntentBits.MessageContent) !== 0;
  const hidden = event.hasForeignContent === true && !sees;
  const d = hidden ? { ...event.data, content: '', embeds: [], attachments: [], components: [] } : event.data;
  session.seq += 1;
  const payload: Dispatch = { op: 0, s: session.seq, t: event.name, d };
  session.sent.push(payload);
  if (session.sent.length > maxStoredEvents) session.sent.shift();
  send(session.socket, payload);
}

/** A guild's events go to one shard: (id >> 22) % count (topics/gateway, "sharding"). */
function isForShard({ shard }: Session, { name, data }: GatewayEvent): boolean {
  const guildId = name.startsWith('GUILD_') ? (data['guild_id'] ?? data['id']) : data['guild_id'];
  return typeof guildId !== 'string' || isOfShard(guildId, shard);
}

export function isOfShard(guildId: string, [index, count]: Session['shard']): boolean {
  return Number((BigInt(guildId) >> 22n) % BigInt(count)) === index;
}

/** Whether all that came after `seq` is stored. */
export function canReplay({ seq: last, sent }: Session, seq: number): boolean {
  return seq >= last - sent.length;
}

/** Sends again what came after `seq`. */
export function replay(session: Session, seq: number): void {
  for (const payload of session.sent.filter(({ s }) => s > seq)) send(session.socket, payload);
}

export function send(socket: WebSocket | undefined, payload: object): void {
  if (socket?.readyState === socket?.OPEN) socket?.send(JSON.stringify(payload));
}
