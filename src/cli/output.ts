import type { Readable } from 'node:stream';
import type { Answer, AnswerEvent, FailureReport } from './answer.js';

/** A stream that a command writes on; a terminal says that it is one, and how wide. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(chunk: string | Uint8Array): unknown;
}

export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

/** How a command tells what it does; every command has these options. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly jsonLines?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/**
 * What one run of `aesthete` tells, and where: results on stdout, everything else on stderr. With --json stdout has one object and with
 * --json-lines one a line, the last of which is that object.
 */
export class Output {
  readonly streams: Streams;
  /** Fires when the command is to stop. */
  readonly signal: AbortSignal;
  #options: OutputOptions = {};
  #command = '';
  #notices: string[] = [];
  #result: Answer['result'];
  #stdoutIsTaken = false;

  constructor(streams: Streams, signal: AbortSignal) {
    this.streams = streams;
    this.signal = signal;
  }

  /** `command`: its name, `packs add`. */
  begin(command: string, options: OutputOptions): void {
    this.#command = command;
    this.#options = options;
  }

  /** Nobody reads along but a program. */
  get forPrograms(): boolean {
    return this.#options.json === true || this.#options.jsonLines === true;
  }

  get quiet(): boolean {
    return this.#options.quiet === true;
  }

  get verbose(): boolean {
    return this.#options.verbose === true || process.env['AESTHETE_DEBUG'] === '1';
  }

  /** A result for people: one line on stdout. */
  line(text: string): void {
    if (!this.forPrograms) (this.#stdoutIsTaken ? this.streams.stderr : this.streams.stdout).write(`${text}\n`);
  }

  /** What --quiet leaves out of the result. */
  detail(text: string): void {
    if (!this.quiet) this.line(text);
  }

  /** What is going on, for people: one line on stderr. */
  say(text: string): void {
    if (!this.forPrograms && !this.quiet) this.streams.stderr.write(`${text}\n`);
  }

  /** For --verbose: what the engine's process writes. */
  log(text: string): void {
    if (this.verbose) this.streams.stderr.write(text);
  }

  /** What whoever asked should know beside the result: `note: …` on stderr, or `notices` in the object. */
  notes(notices: readonly string[]): void {
    this.#notices.push(...notices);
    for (const notice of notices) this.say(`note: ${notice}`);
  }

  /** What programs get; the last one counts. A command that fails afterwards has told it all the same. */
  result(value: object): void {
    this.#result = { ...value };
  }

  /** One line of --json-lines before the last. */
  event(value: AnswerEvent): void {
    if (this.#options.jsonLines === true) this.streams.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** A picture on stdout; what goes there otherwise goes to stderr from now on. */
  takeStdout(): { write(bytes: Uint8Array): void } {
    this.#stdoutIsTaken = true;
    return { write: (bytes) => void this.streams.stdout.write(bytes) };
  }

  /** The end of every run, for programs. */
  end(error?: FailureReport): void {
    if (!this.forPrograms || (this.#result === undefined && error === undefined)) return;
    const told: Answer = {
      command: this.#command,
      ok: error === undefined,
      ...(this.#result && { result: this.#result }),
      ...(error && { error }),
      notices: this.#notices,
    };
    this.streams.stdout.write(`${JSON.stringify(told, null, this.#options.jsonLines === true ? 0 : 2)}\n`);
  }
}
