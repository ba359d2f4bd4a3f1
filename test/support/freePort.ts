import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

/** A server on loopback, at that port or at any that is free. Rejects where the port is taken. */
export async function listening(port = 0): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A port that nobody listened to a moment ago. */
export async function freePort(): Promise<number> {
  const server = await listening();
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
