import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Fault } from './faults.js';

const run = promisify(execFile);
const megabytes = 512;

/** A small file system in `dir`. Undefined where nobody may mount one. */
export async function smallDisk(dir: string): Promise<{ readonly unmount: () => Promise<void> } | undefined> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir]);
  } catch {
    return undefined;
  }
  return {
    unmount: async () => {
      await run('umount', ['--lazy', dir]);
    },
  };
}

/** A file takes the rest of the file system for a while. */
export function diskFull(dir: string): Fault {
  const path = join(dir, 'ballast');
  return {
    name: 'the disk of the embedded database is full',
    happen: async (random) => {
      await fill(path);
      await sleep(random(5_000, 15_000));
      await rm(path);
    },
  };
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    // Whole pages first, then the last bytes.
    for (let bytes = 2 ** 20; bytes >= 1;)
      try {
        const { bytesWritten } = await file.write(Buffer.alloc(bytes));
        if (bytesWritten < bytes) bytes = Math.floor(bytes / 2);
      } catch {
        bytes = Math.floor(bytes / 2);
      }
  } finally {
    await file.close();
  }
}
