import { connect } from 'node:net';
import { z } from 'zod';

/** A holder answers at once; one that is stopped, or whose thread is busy, does not. */
const answerMs = 2_000;
const answer = z.object({ pid: z.number(), host: z.string() });
const unnamed = 'another process';
/** Nobody listens there any more, it was removed, or it never was a socket. */
const dead: readonly unknown[] = ['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'];

/**
 * Who listens at the socket of a lock, in words; undefined where nobody does. A connection is enough to know that somebody lives: what
 * it says is for the message. @throws what else goes wrong with connecting
 */
export function askHolder(path: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect(path);
    const end = (): void => {
      resolve(inWords(said));
      socket.destroy();
    };
    socket.setEncoding('utf8').setTimeout(answerMs);
    socket.on('data', (text: string) => (said += text));
    socket.on('end', end);
    socket.on('timeout', end);
    socket.on('error', (error) => {
      const code: unknown = 'code' in error ? error.code : undefined;
      if (dead.includes(code)) resolve(undefined);
      // So many ask that its queue is full, or it went away while it answered.
      else if (code === 'EAGAIN' || code === 'ECONNRESET' || code === 'EPIPE') resolve(unnamed);
      else reject(error);
    });
  });
}

function inWords(said: string): string {
  try {
    const { pid, host } = answer.parse(JSON.parse(said));
    return `process ${pid} on ${host}`;
  } catch {
    return unnamed;
  }
}
