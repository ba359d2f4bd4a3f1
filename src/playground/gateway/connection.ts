import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import type { WebSocket } from 'ws';
import { isRecord } from '../json.js';
import { keepLast, maxLogged } from '../keepLast.js';
import { newToken } from '../world/seed.js';
import type { GatewayContext } from './gateway.js';
import { sendReady } from './ready.js';
import { canReplay, createSession, dispatch, isOfShard, replay, resumableMs, send } from './session.js';
import type { Session } from './session.js';

const privileged = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;
const allIntents = Object.values(GatewayIntentBits)
  .filter((bit) => typeof bit === 'number')
  .reduce((all, bit) => all | bit, 0);
/** Payloads that a connection may send in a minute (topics/gateway, "rate limiting"). */
const maxSends = 120;
/** Larger ones close the connection with 4002 (topics/gateway, "sending events"). */
const maxPayloadBytes = 4_096;
const versions: readonly (string | null)[] = ['9', '10'];
/** Accepted, without effect. */
const ignoredOpcodes: readonly unknown[] = [
  GatewayOpcodes.PresenceUpdate,
  GatewayOpcodes.VoiceStateUpdate,
  GatewayOpcodes.RequestGuildMembers,
];

/** The code to close the connection with, if the payload is invalid. */
type CloseCode = GatewayCloseCodes | undefined;
type Data = Readonly<Record<string, unknown>>;

/** One WebSocket connection: sends HELLO, handles heartbeats, IDENTIFY and RESUME, and closes with Discord's codes on misuse. */
export class Connection {
  private session: Session | undefined;
  private sends: number[] = [];
  private heartbeatTimer: NodeJS.Timeout;

  constructor(
    private readonly context: GatewayContext,
    private readonly socket: WebSocket,
    version: string | null,
  ) {
    this.heartbeatTimer = this.startHeartbeatTimer();
    socket.on('message', (raw: Buffer) => {
      const wrong = this.receive(raw);
      if (wrong !== undefined && socket.readyState === socket.OPEN) this.refuse(wrong);
    });
    socket.on('close', (code) => {
      this.end(code);
    });
    if (!versions.includes(version)) {
      this.refuse(GatewayCloseCodes.InvalidAPIVersion);
      return;
    }
    send(socket, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: context.world.rules.heartbeatMs } });
  }

  private receive(raw: Buffer): CloseCode {
    this.sends = [...this.sends.filter((at) => at > Date.now() - 60_000), Date.now()];
    if (this.sends.length > maxSends) return GatewayCloseCodes.RateLimited;
    const payload = raw.byteLength > maxPayloadBytes ? undefined : parse(raw);
    if (!payload) return GatewayCloseCodes.DecodeError;
    const data = isRecord(payload['d']) ? payload['d'] : {};
    switch (payload['op']) {
      case GatewayOpcodes.Heartbeat:
        this.heartbeat();
        return undefined;
      case GatewayOpcodes.Identify:
        return this.identify(data);
      case GatewayOpcodes.Resume:
        return this.resume(data);
      default:
        if (!ignoredOpcodes.includes(payload['op'])) return GatewayCloseCodes.UnknownOpcode;
        return this.session ? undefined : GatewayCloseCodes.NotAuthenticated;
    }
  }

  private identify({ token, intents, shard: asked }: Data): CloseCode {
    const { application } = this.context.world.state;
    if (token !== application.token) return GatewayCloseCodes.AuthenticationFailed;
    if (this.session) return GatewayCloseCodes.AlreadyAuthenticated;
    if (typeof intents !== 'number' || (intents & ~allIntents) !== 0) return GatewayCloseCodes.InvalidIntents;
    if ((intents & privileged & ~application.privilegedIntents) !== 0) return GatewayCloseCodes.DisallowedIntents;
    const shard = readShard(asked);
    if (!shard) return GatewayCloseCodes.InvalidShard;
    if (this.guildsOf(shard) > this.context.world.rules.guildsPerShard) return GatewayCloseCodes.ShardingRequired;
    const refused = this.context.world.sessionStarts.take(shard[0]);
    if (refused === 'exhausted') return this.resetToken();
    if (refused === 'early') {
      this.record(GatewayOpcodes.InvalidSession, `Shard ${shard[0]} identified too early after another of its bucket.`);
      send(this.socket, { op: GatewayOpcodes.InvalidSession, d: false });
      return undefined;
    }
    const session = createSession(this.socket, intents, shard);
    this.attach(session);
    sendReady(this.context.world, session);
    return undefined;
  }

  private resume({ token, session_id, seq }: Data): CloseCode {
    const { world, sessions } = this.context;
    if (token !== world.state.application.token) return GatewayCloseCodes.AuthenticationFailed;
    const known = typeof session_id === 'string' ? sessions.get(session_id) : undefined;
    const isTooOld = known?.lostAt !== undefined && world.clock.now() - known.lostAt > resumableMs;
    if (!known || isTooOld || (typeof seq === 'number' && !canReplay(known, seq))) {
      if (known) sessions.delete(known.id);
      send(this.socket, { op: GatewayOpcodes.InvalidSession, d: false });
      return undefined;
    }
    if (typeof seq !== 'number' || seq > known.seq) return GatewayCloseCodes.InvalidSeq;
    this.attach(known);
    replay(known, seq);
    dispatch(known, { name: 'RESUMED', data: { _trace: [] } });
    return undefined;
  }

  private attach(session: Session): void {
    this.session = session;
    session.socket = this.socket;
    session.lostAt = undefined;
    const { sessions, world } = this.context;
    for (const { id, lostAt } of sessions.values())
      if (lostAt !== undefined && world.clock.now() - lostAt > resumableMs) sessions.delete(id);
    sessions.set(session.id, session);
    world.changed();
  }

  private heartbeat(): void {
    clearTimeout(this.heartbeatTimer);
    this.heartbeatTimer = this.startHeartbeatTimer();
    if (this.context.isAcknowledging()) send(this.socket, { op: GatewayOpcodes.HeartbeatAck });
  }

  private startHeartbeatTimer(): NodeJS.Timeout {
    return setTimeout(() => {
      // This is not recorded as a violation: the computer may have been asleep.
      this.socket.close(GatewayCloseCodes.SessionTimedOut, 'Session timed out.');
    }, this.context.world.rules.heartbeatMs * 2).unref();
  }

  private guildsOf(shard: Session['shard']): number {
    const { guilds } = this.context.world.state;
    return Object.values(guilds).filter(({ id, hasBot }) => hasBot && isOfShard(id, shard)).length;
  }

  /** More sessions than a day allows: all of them end, and the token is another ("identifying"). */
  private resetToken(): CloseCode {
    const { world, sessions } = this.context;
    world.state.application.token = newToken(world.state.application.id);
    world.changed('application');
    for (const { socket } of sessions.values()) socket?.close(GatewayCloseCodes.AuthenticationFailed);
    sessions.clear();
    return GatewayCloseCodes.AuthenticationFailed;
  }

  private refuse(code: GatewayCloseCodes): void {
    const message = `${GatewayCloseCodes[code]}.`;
    this.record(code, message);
    this.socket.close(code, message);
  }

  private record(code: number, message: string): void {
    const { violations } = this.context.requestLog;
    keepLast(violations, { kind: 'gateway', route: 'gateway', code, message, fieldErrors: [] }, maxLogged);
  }

  private end(code: number): void {
    const { session } = this;
    clearTimeout(this.heartbeatTimer);
    // Another connection may have resumed it already.
    if (session?.socket !== this.socket) return;
    session.socket = undefined;
    session.lostAt = this.context.world.clock.now();
    // Closing with 1000 or 1001 ends the session (topics/gateway, "disconnecting").
    if (code === 1_000 || code === 1_001) this.context.sessions.delete(session.id);
    this.context.world.changed();
  }
}

function readShard(value: unknown): readonly [number, number] | undefined {
  if (value === undefined) return [0, 1];
  if (!Array.isArray(value)) return undefined;
  const [index, count] = value as [number, number];
  if (!Number.isInteger(index) || !Number.isInteger(count)) return undefined;
  return index >= 0 && index < count ? [index, count] : undefined;
}

function parse(raw: Buffer): Record<string, unknown> | undefined {
  try {
    const payload = JSON.parse(raw.toString()) as unknown;
    return isRecord(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}
