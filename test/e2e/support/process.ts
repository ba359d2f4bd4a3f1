import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';

export type Entry = 'main' | 'worker';
/** What each says when it is at work. */
const atWork: Record<Entry, string> = { main: 'ready', worker: 'painting' };

/** pino's number for `error`. */
const errorLevel = 50;
/** The worker takes up to 20 seconds to end what it paints. */
const stopWithinMs = 60_000;
/** For a start, on a machine that does much else. */
const patience = { timeout: 120_000, interval: 50 };

/** A line of the log. */
export interface Line {
  readonly level: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly msg?: string;
  readonly [field: string]: unknown;
}

/** Discord's begin so: base64 of `interaction:`. */
const interactionToken = /aW50ZXJhY3Rpb2[\w-]{20,}/;

function passwordOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).password;
}

interface StartOptions {
  /** Of its clock, before the machine's. */
  readonly aheadMs?: number;
  /** The folder of the built package; this checkout. */
  readonly from?: string;
}

/** One of the bot's processes as an operator starts it, known by its log and nothing else. */
export class BotProcess {
  readonly #child: ChildProcess;
  readonly #lines: Line[] = [];
  /** What it said with a secret in it. */
  readonly #leaks: string[] = [];
  #said = '';
  /** Resolves when it has ended, however. */
  readonly ended: Promise<unknown>;

  private constructor(entry: Entry, env: Readonly<Record<string, string>>, { aheadMs = 0, from = '.' }: StartOptions) {
    const clock = aheadMs === 0 ? [] : ['--import', clockAhead(aheadMs)];
    this.#child = spawn(process.execPath, [...clock, join(from, `dist/bot/${entry}.js`)], {
      env: { ...process.env, AESTHETE_LOG: 'info', AESTHETE_DEVICE: 'cpu', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.#child, 'exit');
    const secrets = [env['DISCORD_TOKEN'], passwordOf(env['DATABASE_URL']), passwordOf(env['REDIS_URL'])];
    const isSecret = (text: string): boolean =>
      secrets.some((secret) => secret !== undefined && secret !== '' && text.includes(secret)) ||
      interactionToken.test(text);
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#said += text.toString();
      if (isSecret(this.#said)) this.#leaks.push(this.#said);
    });
    createInterface(this.#child.stdout!).on('line', (text) => {
      if (isSecret(text)) this.#leaks.push(text);
      this.#lines.push(JSON.parse(text) as Line);
    });
  }

  /** Resolves when its log says that it is at work. @throws with what it said when it ends before */
  static async start(
    entry: Entry,
    env: Readonly<Record<string, string>>,
    options: StartOptions = {},
  ): Promise<BotProcess> {
    const started = new BotProcess(entry, env, options);
    try {
      await started.says(atWork[entry]);
    } catch (error) {
      await started.kill();
      throw error;
    }
    return started;
  }

  /** Waits until its log has `message`, in a line that comes after this is called. @throws when it ends before */
  async says(message: string): Promise<void> {
    const from = this.#lines.length;
    await vi.waitUntil(() => this.#hasEnded || this.#lines.slice(from).some(({ msg }) => msg === message), patience);
    if (this.#hasEnded)
      throw new Error(`it ended before it said ${message}: ${this.#said}${JSON.stringify(this.#lines)}`);
  }

  /** Its log so far. */
  lines(): readonly Line[] {
    return this.#lines;
  }

  /** What the log calls an error, what was said outside of it, and an end that was none of ours. */
  complaints(): string[] {
    const errors = this.#lines.filter(({ level }) => level >= errorLevel).map((line) => JSON.stringify(line));
    const { exitCode, signalCode } = this.#child;
    const ended = (exitCode ?? 0) === 0 && signalCode === null ? [] : [`ended with ${String(exitCode ?? signalCode)}`];
    return [...errors, ...(this.#said === '' ? [] : [this.#said]), ...ended];
  }

  /** Asks it to stop; one that does not is killed, and that is a complaint. @throws where it ever said a secret */
  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    this.#child.kill('SIGTERM');
    const killing = setTimeout(() => this.#child.kill('SIGKILL'), stopWithinMs);
    await this.ended;
    clearTimeout(killing);
    this.#checkSecrets();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** SIGKILL: no handler runs, nothing is flushed. @throws where it ever said a secret */
  async kill(): Promise<void> {
    if (this.#hasEnded) return;
    this.#child.kill('SIGKILL');
    await this.ended;
    this.#checkSecrets();
  }

  #checkSecrets(): void {
    if (this.#leaks.length > 0) throw new Error(`it said a secret: ${this.#leaks[0]}`);
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

/** A module that moves a process's clock: that of the playground may be ahead of the machine's. */
function clockAhead(ms: number): string {
  // The database's clock is as far ahead as this machine's: processes follow that one where there are several.
  const code = `import pg from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('pg')).href)};
    const { query } = pg.Client.prototype;
    pg.Client.prototype.query = function (asked, ...more) {
      if (asked?.text?.includes('clock_timestamp()'))
        asked.text = asked.text.replaceAll('clock_timestamp()', "(clock_timestamp() + interval '${ms} milliseconds')");
      return query.call(this, asked, ...more);
    };
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length === 0 ? [Real.now() + ${ms}] : given)); }
      static now() { return Real.now() + ${ms}; }
    };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
