import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, link, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../engine/index.js';
import { askHolder } from './folderLockHolder.js';

/** `aesthete.lock.1`, and so on: the highest is, or was, the holder's. */
const lockName = /^aesthete\.lock\.(\d{1,15})$/;
/** Each try that fails means that somebody else came a step further. */
const mostTries = 100;
/** A socket's path is cut off beyond 107 bytes (unix(7)), on macOS beyond 103. */
const longestPath = 103;

/**
 * Makes the data folder this process's own until the returned function is called: the embedded database cannot be shared and has no
 * lock itself. The lock is a Unix socket in the folder at which its holder listens. Whoever can connect to it knows that the holder lives,
 * and the kernel ends that with the process, however it dies: no process ids, which mean nothing in another container, and no clock. It
 * holds between all processes of one kernel, containers that share the folder as a volume included. It does not hold between machines, or
 * virtual machines, that share a network folder; nor where the file system has no sockets or hard links, which is refused. On Windows the
 * lock is a named pipe, whose name one process alone can have.
 * @throws UserError when another process has it, or the file system cannot carry the lock
 */
export async function lockDataFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // One that an earlier version made, too; a folder of somebody else's stays as its owner has it.
  await chmod(dir, 0o700).catch(() => undefined);
  if (process.platform === 'win32') return lockByPipe(dir);
  const short = await shortPath(await realpath(dir));
  const { server, stop } = answering(JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    const own = join(short.path, `aesthete.lock.${randomUUID().slice(0, 8)}.new`);
    try {
      await listen(server, own);
      await take(short.path, own, dir);
    } finally {
      await rm(own, { force: true });
    }
  } catch (error) {
    await stop();
    if (error instanceof UserError) throw error;
    throw new UserError(
      `the data folder ${dir} cannot be locked (${error instanceof Error ? error.message : String(error)}); ` +
        'it must be writable and on a file system with Unix sockets and hard links: name another one in AESTHETE_DATA',
      { cause: error },
    );
  } finally {
    await short.remove();
  }
  server.unref();
  return stop;
}

/** A server that tells everybody the same. `stop` does not wait for those who are connected. */
function answering(answer: string): { readonly server: Server; readonly stop: () => Promise<void> } {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Who asks may be gone before it is answered.
    socket.on('error', () => undefined);
    socket.resume();
    socket.end(answer);
  });
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { server, stop };
}

async function lockByPipe(dir: string): Promise<() => Promise<void>> {
  const folder = createHash('sha256')
    .update(await realpath(dir))
    .digest('hex');
  const { server, stop } = answering('');
  try {
    await listen(server, `\\\\.\\pipe\\aesthete-${folder}`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new UserError(
      `the data folder ${dir} is in use by another process; stop that one, or name another folder in AESTHETE_DATA`,
    );
  }
  server.unref();
  return stop;
}

/**
 * Gives the socket `own`, at which this process listens already, the name of the lock. Numbers only ascend, and the highest is never removed: whoever
 * takes over a dead lock takes the number after it, which one can, since `link` fails where the name exists. Someone slow may
 * take a number that was removed meanwhile; then there is a higher one, and it makes room. @throws UserError when a holder lives
 */
async function take(folder: string, own: string, dir: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const highest = (await lockNumbers(folder)).at(-1) ?? 0;
    if (highest > 0) {
      const holder = await askHolder(join(folder, nameOf(highest)));
      if (holder !== undefined)
        throw new UserError(
          `the data folder ${dir} is in use by ${holder}; stop that one, or name another folder in AESTHETE_DATA`,
        );
    }
    const mine = highest + 1;
    if (!(await linked(own, join(folder, nameOf(mine))))) continue;
    const numbers = await lockNumbers(folder);
    const others = numbers.some((number) => number > mine) ? [mine] : numbers.filter((number) => number < mine);
    for (const number of others) await rm(join(folder, nameOf(number)), { force: true });
    if (!others.includes(mine)) return;
  }
  throw new UserError(`the data folder ${dir} is being taken by other processes; start one alone`);
}

const nameOf = (number: number): string => `aesthete.lock.${number}`;

/** Ascending. */
async function lockNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .map((name) => Number(lockName.exec(name)?.[1] ?? 0))
    .filter((number) => number > 0)
    .sort((a, b) => a - b);
}

/** False where the name exists. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function listen(server: Server, path: string): Promise<void> {
  // Anybody may ask who holds the folder: a lock that was left by another user must not look like a living one.
  server.listen({ path, readableAll: true, writableAll: true });
  await once(server, 'listening');
}

/** The folder by a path to which names can be added. */
async function shortPath(folder: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const room = '/aesthete.lock.00000000.new'.length;
  if (Buffer.byteLength(folder) + room <= longestPath) return { path: folder, remove: () => Promise.resolve() };
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-'));
  await symlink(folder, join(dir, 'data'));
  return { path: join(dir, 'data'), remove: () => rm(dir, { recursive: true, force: true }) };
}
