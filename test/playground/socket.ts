import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Discord } from '../../src/playground/index.js';

/** A bare connection, for what discord.js does not do. */
export async function aSocket(discord: Discord, query = 'v=10&encoding=json') {
  const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/gateway/?${query}`);
  const got: { op: number; t?: string; s?: number; d: Record<string, unknown> }[] = [];
  socket.on('message', (raw: Buffer) => got.push(JSON.parse(raw.toString()) as (typeof got)[number]));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  const send = (op: number, d: unknown) => {
    socket.send(JSON.stringify({ op, d }));
  };
  const identify = (more: object = {}) => {
    send(2, { token: discord.token, intents: 1, properties: {}, ...more });
  };
  const event = (name: string) => expect.poll(() => got.find(({ t }) => t === name)).toBeDefined();
  return { socket, got, closed, send, identify, event };
}
