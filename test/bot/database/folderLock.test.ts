import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockDataFolder } from '../../../src/bot/database/folderLock.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(dir, { recursive: true }));

const holder = ['--import', 'tsx', 'test/bot/support/folderHolder.ts'];
/** A container's view of processes and networks, or as much of one as this machine permits. */
const namespaces = ['--pid', '--fork', '--mount-proc', '--net', '--kill-child'];
/** With CI=true what is missing is a failure, not a reason to test less. */
const canUnshare = spawnSync('unshare', [...namespaces, 'true']).status === 0 || process.env['CI'] === 'true';

/** A process that holds the folder, or is refused; killed with the test. */
async function aHolder(apart: boolean) {
  const own = [process.execPath, ...holder, dir];
  const [command, ...args] = apart ? ['unshare', ...namespaces, ...own] : own;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child.stdout, 'close');
    child.kill('SIGKILL');
    // Its end of the pipe closes with the process itself, however it was started.
    await ended;
  };
  onTestFinished(kill);
  const [said] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { said, kill, stop: (signal: NodeJS.Signals) => child.kill(signal), pid: child.pid };
}

test('a folder is one holder at a time, within a process as well', async () => {
  const unlock = await lockDataFolder(dir);
  await expect(lockDataFolder(dir)).rejects.toThrow(
    `the data folder ${dir} is in use by process ${process.pid} on ${hostname()}; stop that one, or name another folder in AESTHETE_DATA`,
  );
  await unlock();
  await (
    await lockDataFolder(dir)
  )();
});

test('is let go although somebody is connected, or wrote to the lock', async () => {
  const unlock = await lockDataFolder(dir);
  const socket = connect(
    join(
      dir,
      (await readdir(dir)).find((name) => name.startsWith('aesthete.lock.'))!,
    ),
  );
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write('hello');
  socket.on('error', () => undefined);
  await unlock();
  await (
    await lockDataFolder(dir)
  )();
});

test('the folder of a process that was killed is free at once', async () => {
  const first = await aHolder(false);
  expect(first.said).toBe('held');
  await expect(lockDataFolder(dir)).rejects.toThrow(`in use by process ${first.pid}`);
  await first.kill();
  await (
    await lockDataFolder(dir)
  )();
});

test('a process that is stopped, and may go on, still holds its folder', async () => {
  const first = await aHolder(false);
  first.stop('SIGSTOP');
  await expect(lockDataFolder(dir)).rejects.toThrow('is in use by another process');
  first.stop('SIGCONT');
  await expect(lockDataFolder(dir)).rejects.toThrow(`in use by process ${first.pid}`);
});

test.skipIf(!canUnshare)(
  'processes that do not see each other, as in containers, hold a folder one at a time (skipped where unshare(1) is not permitted)',
  async () => {
    const first = await aHolder(true);
    expect(first.said).toBe('held');
    const second = await aHolder(true);
    expect(second.said).toMatch(/^UserError: the data folder .* is in use by process \d+ on /);
    await expect(lockDataFolder(dir)).rejects.toThrow('is in use by process');
    await first.kill();
    expect((await aHolder(true)).said).toBe('held');
  },
);

test('of many in one process that take a folder at once, after another was done with it, one has it', async () => {
  for (let round = 0; round < 30; round++) {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataFolder(dir)));
    const won = results.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(String(result.reason)).toContain('is in use by');
    await won[0].value();
  }
  // What earlier ones leave does not pile up.
  expect((await readdir(dir)).length).toBeLessThanOrEqual(1);
});

test('of processes that take over the lock of one that was killed, one has it', async () => {
  const first = await aHolder(false);
  await first.kill();
  const said = (await Promise.all([1, 2, 3].map(() => aHolder(false)))).map((one) => one.said);
  expect(said.filter((result) => result === 'held')).toHaveLength(1);
});

test('a folder whose path is longer than a socket’s may be is locked like any other', async () => {
  const deep = join(dir, 'd'.repeat(120), 'e'.repeat(120));
  const unlock = await lockDataFolder(deep);
  await mkdir(join(dir, 'other'));
  await symlink(deep, join(dir, 'other', 'link'));
  await expect(lockDataFolder(join(dir, 'other', 'link'))).rejects.toThrow('in use by process');
  await unlock();
  await (
    await lockDataFolder(deep)
  )();
});

test('a copy of a folder, and files of similar names in it, are in nobody’s way', async () => {
  for (const name of ['aesthete.lock', 'aesthete.lock.7', 'aesthete.lock.x', 'aesthete.lock.1.bak'])
    await writeFile(join(dir, name), 'copied');
  const unlock = await lockDataFolder(dir);
  await expect(lockDataFolder(dir)).rejects.toThrow('in use by process');
  await unlock();
});
