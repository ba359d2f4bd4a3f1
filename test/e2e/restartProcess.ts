import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import type { Discord } from '../../src/playground/index.js';
import { newPlace } from '../bot/support/stores.js';

type Entry = 'main' | 'worker';
/** What each says when it is at work. */
const atWork: Record<Entry, string> = { main: 'ready', worker: 'painting' };
const patience = { timeout: 120_000, interval: 50 };

/** A process of the bot as an operator starts it, that a test can kill. */
class MortalProcess {
  readonly #child: ChildProcess;
  readonly #lines: { readonly msg?: string }[] = [];

  constructor(entry: Entry, env: Readonly<Record<string, string>>, aheadMs: number) {
    const path = fileURLToPath(new URL(`../../src/bot/${entry}.ts`, import.meta.url));
    this.#child = spawn(process.execPath, ['--import', 'tsx', '--import', clockAhead(aheadMs), path], {
      env: { ...process.env, AESTHETE_LOG: 'info', AESTHETE_DEVICE: 'cpu', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface(this.#child.stdout!).on('line', (line) => this.#lines.push(JSON.parse(line) as { msg?: string }));
  }

  /** Waits until its log has `message`, in a line that comes after this is called. @throws when it ends before */
  async says(message: string): Promise<void> {
    const from = this.#lines.length;
    await vi.waitUntil(() => this.#hasEnded || this.#lines.slice(from).some(({ msg }) => msg === message), patience);
    if (this.#hasEnded) throw new Error(`it ended: ${JSON.stringify(this.#lines)}`);
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

/** A module that moves a process's clock: that of the playground may be ahead of the machine's. */
function clockAhead(ms: number): string {
  const code = `const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length === 0 ? [Real.now() + ${ms}] : given)); }
      static now() { return Real.now() + ${ms}; }
    };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** The bot's processes on one place: one, or, distributed, one that paints and one that is on Discord. */
export async function mortalBot(mode: Parameters<typeof newPlace>[0], discord: Discord) {
  const place = await newPlace(mode);
  const { token, api, url } = discord;
  const env = {
    ...place.env,
    DISCORD_TOKEN: token,
    AESTHETE_DISCORD_API: api,
    AESTHETE_ATTACHMENT_HOSTS: new URL(url).host,
  };
  const running = new Map<Entry, MortalProcess>();
  const painter: Entry = mode === 'embedded' ? 'main' : 'worker';
  const kill = async (...which: Entry[]): Promise<void> => {
    for (const entry of which) await running.get(entry)?.kill();
    for (const entry of which) running.delete(entry);
  };
  return {
    /** The process that paints. */
    painter,
    /** Starts what does not run; its clock is ahead by so much. */
    start: async (aheadMs = 0): Promise<void> => {
      const entries: readonly Entry[] = mode === 'embedded' ? ['main'] : ['worker', 'main'];
      const missing = entries.filter((entry) => !running.has(entry));
      await Promise.all(
        missing.map((entry) => {
          const started = new MortalProcess(entry, env, aheadMs);
          running.set(entry, started);
          return started.says(atWork[entry]);
        }),
      );
    },
    kill,
    /** Waits for a line to come in the log of one that runs. */
    says: async (entry: Entry, message: string): Promise<void> => {
      await running.get(entry)?.says(message);
    },
    remove: async (): Promise<void> => {
      await kill('main', 'worker');
      await place.remove();
    },
  };
}
