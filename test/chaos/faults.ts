import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Discord } from '../../src/playground/index.js';
import type { Killable } from '../e2e/support/serverProcesses.js';
import type { Supervised } from '../e2e/support/supervised.js';
import type { Random } from '../support/seeded.js';

/** Something that goes wrong for a while. Resolves when it is over. */
export interface Fault {
  readonly name: string;
  readonly happen: (random: Random) => Promise<void>;
}

/** SIGKILL, and a start after up to five seconds. */
export function killed(name: string, process: Killable): Fault {
  return {
    name,
    happen: async (random) => {
      await process.kill();
      await sleep(random(0, 5_000));
      await process.start();
    },
  };
}

/** The process that computes is killed; the one that started it lives. */
export function engineKilled(name: string, { running }: Supervised): Fault {
  return {
    name,
    happen: async () => {
      const pid = running()?.pid;
      const engine = pid === undefined ? undefined : await engineOf(pid);
      if (engine !== undefined) process.kill(engine, 'SIGKILL');
    },
  };
}

/** The clock of a process is an hour ahead for a while, and then right again. */
export function clockJumps(name: string, { running }: Supervised): Fault {
  return {
    name,
    happen: async (random) => {
      const jumping = running();
      jumping?.signal('SIGUSR2');
      await sleep(random(5_000, 15_000));
      // One that was started meanwhile has the right clock.
      if (running() === jumping) jumping?.signal('SIGUSR2');
    },
  };
}

const edits = [
  'PATCH /webhooks/:application/:token/messages/:message',
  'PATCH /channels/:channel/messages/:message',
  'POST /channels/:channel/messages',
];

/** What Discord does wrong: its gateway and its answers. */
export function discordFaults({ gateway, faults }: Discord): Fault[] {
  const answers = (name: string, ...planned: Parameters<typeof faults.next>[]): Fault => ({
    name,
    happen: async (random) => {
      for (const one of planned) faults.next(...one);
      await sleep(random(2_000, 8_000));
      faults.clear();
    },
  });
  const happens = (name: string, act: () => void): Fault => ({
    name,
    happen: () => {
      act();
      return Promise.resolve();
    },
  });
  const cut = (kind: 'drop' | 'lose answer') =>
    edits.map((route) => [route, { kind }, 3] as Parameters<typeof faults.next>);
  return [
    happens('the gateway’s connection breaks', () => {
      gateway.drop();
    }),
    happens('the gateway closes, resumable (4000)', () => {
      gateway.close(4000);
    }),
    happens('the gateway closes, not resumable (4009)', () => {
      gateway.close(4009);
    }),
    happens('the gateway asks to reconnect (opcode 7)', () => {
      gateway.askToReconnect();
    }),
    happens('the gateway forgets the session (opcode 9)', () => {
      gateway.invalidate(false);
    }),
    answers('429 with Retry-After', ['*', { kind: 'rate limit', retryAfterMs: 1_500 }, 4]),
    answers('429 in HTML, by a proxy', ['*', { kind: 'proxy', retryAfterMs: 2_000 }, 2]),
    answers('5xx', ['*', { kind: 'status', status: 503 }, 6]),
    answers('uploads are cut before they have an effect', ...cut('drop')),
    answers('uploads are cut before the answer', ...cut('lose answer')),
  ];
}

/** One of `faults` after another, in an order that `random` chooses, until `isOver` and each has happened once. Counts them. */
export async function happenInTurn(
  faults: readonly Fault[],
  random: Random,
  isOver: () => boolean,
  counts: Record<string, number>,
): Promise<void> {
  for (let turn = 0; turn === 0 || !isOver(); turn++)
    for (const fault of shuffled(faults, random)) {
      if (turn > 0 && isOver()) return;
      await fault.happen(random);
      counts[fault.name] = (counts[fault.name] ?? 0) + 1;
      await sleep(random(1_000, 5_000));
    }
}

function shuffled<T>(all: readonly T[], random: Random): T[] {
  const left = [...all];
  return all.map(() => left.splice(random(0, left.length - 1), 1)[0]);
}

/** The child process of `pid` that is an engine. */
async function engineOf(pid: number): Promise<number | undefined> {
  for (const task of await readdir(`/proc/${pid}/task`))
    for (const child of (await readFile(`/proc/${pid}/task/${task}/children`, 'utf8')).split(' ').filter(Boolean))
      if ((await readFile(`/proc/${child}/cmdline`, 'utf8')).includes('engine/child/process')) return Number(child);
  return undefined;
}
