import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Discord } from '../src/playground/index.js';

/** The bot on that Discord, with its data in `dir`; ready. */
export function startBot(discord: Discord, dir: string): Promise<ChildProcess> {
  return startProcess('main', 'ready', discord, dir);
}

/** A worker beside it, of the servers that DATABASE_URL and REDIS_URL name; its engine is open. */
export function startWorker(discord: Discord, dir: string): Promise<ChildProcess> {
  return startProcess('worker', 'painting', discord, dir);
}

/** A worker of those servers that paints by the clock (standInWorker.ts). */
export function startStandIn(discord: Discord, dir: string): Promise<ChildProcess> {
  return startProcess('standInWorker', 'ready', discord, dir);
}

const entries = {
  main: '../src/bot/main.ts',
  worker: '../src/bot/worker.ts',
  standInWorker: 'standInWorker.ts',
} as const;

async function startProcess(name: keyof typeof entries, ready: string, discord: Discord, dir: string) {
  const path = fileURLToPath(new URL(entries[name], import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path], {
    env: {
      ...process.env,
      DISCORD_TOKEN: discord.token,
      AESTHETE_DISCORD_API: discord.api,
      AESTHETE_ATTACHMENT_HOSTS: new URL(discord.url).host,
      AESTHETE_DATA: dir,
      AESTHETE_DEVICE: 'cpu',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      if ((JSON.parse(line) as { msg?: string }).msg === ready) resolve();
    });
    child.once('exit', (code) => {
      reject(new Error(`${name} ended with ${String(code)}`));
    });
  });
  return child;
}

export async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** User and system time of a process so far (proc(5), /proc/pid/stat), in hundredths of a second. */
export function cpuMs({ pid = 0 }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Resident memory of a process that no file backs, in MB (proc(5), /proc/pid/status). */
export function residentMB({ pid = 0 }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
