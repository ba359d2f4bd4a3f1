import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayOpcodes } from 'discord.js';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { RequestLog } from '../requestLog.js';
import type { World } from '../world/world.js';
import { Connection } from './connection.js';
import { dispatch, send } from './session.js';
import type { Session } from './session.js';

/** Controls of the gateway for tests. */
export interface Gateway {
  /** Whether a bot is connected and identified. */
  readonly isConnected: () => boolean;
  /** The shards that are, each as [index, count], in the order of their index. */
  readonly shards: () => readonly (readonly [index: number, count: number])[];
  /** Terminates all connections without a close frame. */
  drop(): void;
  /** Closes all connections with a code, as 4000 (unknown error) or 4009 (session timed out). */
  close(code: number): void;
  /** Tells bots to reconnect and resume (opcode 7). */
  askToReconnect(): void;
  /** Tells bots that their session is invalid (opcode 9); one that is not resumable is forgotten. */
  invalidate(resumable: boolean): void;
  /** Asks bots for a heartbeat at once (opcode 1). */
  askForHeartbeat(): void;
  /** Turns the acknowledgement of heartbeats on or off. */
  acknowledgeHeartbeats(on: boolean): void;
}

export interface GatewayServer {
  readonly gateway: Gateway;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly shutDown: () => void;
}

/** What all connections share. */
export interface GatewayContext {
  readonly world: World;
  readonly requestLog: RequestLog;
  readonly sessions: Map<string, Session>;
  readonly isAcknowledging: () => boolean;
}

export function createGateway(world: World, requestLog: RequestLog): GatewayServer {
  const server = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  let acknowledging = true;
  const context: GatewayContext = { world, requestLog, sessions, isAcknowledging: () => acknowledging };

  world.onEvent((event) => {
    for (const session of sessions.values()) dispatch(session, event);
  });

  const each = (act: (socket: WebSocket) => void) => {
    for (const socket of server.clients) act(socket);
  };
  return {
    upgrade: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        new Connection(context, webSocket, new URL(request.url ?? '/', world.origin).searchParams.get('v'));
      });
    },
    shutDown: () => {
      each((socket) => {
        socket.terminate();
      });
      server.close();
    },
    gateway: {
      isConnected: () => [...sessions.values()].some(({ socket }) => socket !== undefined),
      shards: () =>
        [...sessions.values()]
          .filter(({ socket }) => socket !== undefined)
          .map(({ shard }) => shard)
          .sort(([a], [b]) => a - b),
      drop: () => {
        each((socket) => {
          socket.terminate();
        });
      },
      close: (code) => {
        each((socket) => {
          socket.close(code);
        });
      },
      askToReconnect: () => {
        each((socket) => {
          send(socket, { op: GatewayOpcodes.Reconnect, d: null });
        });
      },
      invalidate: (resumable) => {
        if (!resumable) sessions.clear();
        each((socket) => {
          send(socket, { op: GatewayOpcodes.InvalidSession, d: resumable });
        });
      },
      askForHeartbeat: () => {
        each((socket) => {
          send(socket, { op: GatewayOpcodes.Heartbeat, d: null });
        });
      },
      acknowledgeHeartbeats: (on) => {
        acknowledging = on;
      },
    },
  };
}
