import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../engine/index.js';

/** Whoever holds the data folder. The start time tells a process from a later one that got its number. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Makes the data folder this process's own until the returned function is called: the embedded database cannot be shared and
 * has no lock itself. The lock of a process that is gone is taken over. @throws UserError when another process has it
 */
export async function lockDataFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'aesthete.lock');
  const own: Holder = { pid: process.pid, startedAt: await startTime(process.pid) };
  for (let tries = 0; tries < 3; tries++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(JSON.stringify(own));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!isExists(error)) throw error;
    }
    const holder = await readHolder(path);
    if (holder !== undefined && (await isAlive(holder)))
      throw new UserError(
        `the data folder ${dir} is in use by process ${holder.pid}; stop that one, or name another folder in AESTHETE_DATA`,
      );
    await rm(path, { force: true });
  }
  throw new UserError(`the data folder ${dir} is being taken by other processes; start one alone`);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('startedAt' in holder))
      return undefined;
    const { pid, startedAt } = holder;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    // Cut off by a crash, or gone by now: nobody's.
    return undefined;
  }
}

async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return (await startTime(pid)) === startedAt;
}

/** Clock ticks since boot (proc(5), field 22, after the name in brackets); empty where there is no /proc. */
async function startTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function isExists(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
