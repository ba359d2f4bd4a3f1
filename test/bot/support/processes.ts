import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Messenger } from '../../../src/bot/delivery/event.js';
import type { FakeDiscord } from './fakeDiscord.js';
import type { TestStore } from './stores.js';

/** `all` paints and delivers; the others do one of both. */
export type Role = 'all' | 'worker' | 'bot';

export type MessengerCall = {
  [K in keyof Messenger]: { readonly call: K; readonly args: Parameters<Messenger[K]> };
}[keyof Messenger];
export type FromChild =
  | { readonly type: 'ready' }
  /** Generations that are not told their end yet. */
  | { readonly type: 'open'; readonly count: number }
  | ({ readonly type: 'call'; readonly n: number } & MessengerCall);
export type ToChild = {
  readonly type: 'answer';
  readonly n: number;
  readonly value?: unknown;
  readonly error?: string;
};

/** A process of the bot whose Discord is the test's, over IPC: it survives whatever happens to the process. */
export class BotProcess {
  readonly #child: ChildProcess;
  /** Generations that are not told their end yet, as the process counted last. */
  open = Infinity;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves when it serves its queues. */
  static async start(
    role: Role,
    testStore: TestStore,
    discord: FakeDiscord,
    env: Record<string, string> = {},
  ): Promise<BotProcess> {
    const entry = fileURLToPath(new URL('./botProcess.ts', import.meta.url));
    const child = fork(entry, [role], {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, AESTHETE_DEVICE: 'cpu', AESTHETE_LOG: 'warn', ...testStore.env, ...env },
      serialization: 'advanced',
    });
    const ready = new Promise<void>((resolve, reject) => {
      child.on('exit', (code) => {
        reject(new Error(`${role} ended with ${String(code)} before it was ready`));
      });
      child.on('message', (message: FromChild) => {
        if (message.type === 'ready') resolve();
        else if (message.type === 'call') void answer(child, discord, message);
      });
    });
    await ready;
    const started = new BotProcess(child);
    child.on('message', (message: FromChild) => {
      if (message.type === 'open') started.open = message.count;
    });
    return started;
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}

async function answer(
  child: ChildProcess,
  discord: FakeDiscord,
  { n, call, args }: Extract<FromChild, { type: 'call' }>,
): Promise<void> {
  const act = discord[call].bind(discord) as (...args: unknown[]) => Promise<unknown>;
  const reply: ToChild = await act(...args).then(
    (value) => ({ type: 'answer', n, value }),
    (error: unknown) => ({ type: 'answer', n, error: String(error) }),
  );
  if (child.connected) child.send(reply);
}
