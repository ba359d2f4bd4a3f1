import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server of tests that can be held: what is sent then arrives once it goes on, as with a server that hangs. */
export interface HeldServer {
  /** The server's own, through here. */
  readonly url: string;
  hold(): void;
  goOn(): void;
  close(): void;
}

export async function heldServer(url: string): Promise<HeldServer> {
  const target = new URL(url);
  const ends: (readonly [Socket, Socket])[] = [];
  let held = false;
  const join = (one: Socket, other: Socket): void => {
    one.pipe(other);
    other.pipe(one);
  };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ])
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    ends.push([near, far]);
    if (!held) join(near, far);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    hold: () => {
      held = true;
      for (const one of ends.flat()) one.unpipe().pause();
    },
    goOn: () => {
      held = false;
      for (const [near, far] of ends) if (!near.destroyed && !far.destroyed) join(near, far);
    },
    close: () => {
      server.close();
      for (const one of ends.flat()) one.destroy();
    },
  };
}
