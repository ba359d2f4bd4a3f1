import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { childEnvironment } from './environment.js';

/** Forks the script `entry`, TypeScript or JavaScript, with a channel that typed arrays cross; `onText` gets what it writes. */
export function forkEngine(entry: URL, onText: (text: string) => void): ChildProcess {
  const child = fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    env: childEnvironment(process.env),
    execArgv: entry.pathname.endsWith('.ts') ? ['--import', tsxLoader()] : [],
    // The last closes with this process, which the child waits for (parentWatch.ts).
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
  });
  child.stdout?.setEncoding('utf8').on('data', onText);
  child.stderr?.setEncoding('utf8').on('data', onText);
  return child;
}

/** The line of a log that most likely says why its process ended. */
export function lastErrorLine(log: string): string[] {
  const lines = log.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  const telling = lines.findLast((line) => /Error\b|terminate called|what\(\)|fatal/i.test(line)) ?? lines.at(-1);
  return telling === undefined ? [] : [telling.trim()];
}

/** tsx as an absolute address: `--import tsx` would look for it from the working folder. */
function tsxLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
