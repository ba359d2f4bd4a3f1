import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** pino's number for `error`. */
const errorLevel = 50;
/** The worker takes up to 20 seconds to end what it paints. */
const stopWithinMs = 60_000;

interface Line {
  readonly level: number;
  readonly msg?: string;
}

/** One of the bot's processes as an operator starts it, known by its log and nothing else. */
export class BotProcess {
  readonly #child: ChildProcess;
  readonly #lines: Line[] = [];
  #said = '';

  private constructor(entry: string, env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', `src/bot/${entry}.ts`], {
      env: { ...process.env, AESTHETE_LOG: 'info', AESTHETE_DEVICE: 'cpu', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stderr?.on('data', (text: Buffer) => (this.#said += text.toString()));
  }

  /** Resolves when the log says `ready`. @throws with what the process said when it ends before */
  static async start(entry: 'main' | 'worker', ready: string, env: Readonly<Record<string, string>>) {
    const started = new BotProcess(entry, env);
    await new Promise<void>((resolve, reject) => {
      createInterface(started.#child.stdout!).on('line', (text) => {
        const line = JSON.parse(text) as Line;
        started.#lines.push(line);
        if (line.msg === ready) resolve();
      });
      started.#child.once('exit', (code) => {
        reject(new Error(`${entry} ended with ${String(code)} before it was ready: ${started.#said}`));
      });
    });
    return started;
  }

  /** What the log calls an error, what was said outside of it, and an end that was none of ours. */
  complaints(): string[] {
    const errors = this.#lines.filter(({ level }) => level >= errorLevel).map((line) => JSON.stringify(line));
    const { exitCode, signalCode } = this.#child;
    const ended = (exitCode ?? 0) === 0 && signalCode === null ? [] : [`ended with ${String(exitCode ?? signalCode)}`];
    return [...errors, ...(this.#said === '' ? [] : [this.#said]), ...ended];
  }

  /** Asks it to stop; one that does not is killed, and that is a complaint. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const killing = setTimeout(() => this.#child.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(killing);
  }
}
