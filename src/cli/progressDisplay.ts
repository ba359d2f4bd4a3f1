import type { Progress } from '../engine/index.js';
import type { AnswerEvent } from './answer.js';
import { formatDuration } from './format.js';
import type { Output } from './output.js';
import { TimeLeft } from './timeLeft.js';

const barWidth = 24;
const redrawMs = 200;
const lineMs = 10_000;

const stageTexts: Record<Progress['stage'], string> = {
  text: 'loading the model, reading the prompt',
  paint: 'painting',
  decode: 'decoding',
  embed: 'looking at the picture',
};

/**
 * How far a command is, with the time left: on a terminal a line that changes, elsewhere a line every ten seconds, both on stderr;
 * with --json-lines objects on stdout, and with --quiet or --json nothing.
 */
export class ProgressDisplay {
  readonly #output: Output;
  readonly #onTerminal: boolean;
  readonly #startedMs = Date.now();
  readonly #left = new TimeLeft();
  readonly #timer: NodeJS.Timeout | undefined;
  #part: { readonly what: string; readonly number: number; readonly total?: number } | undefined;
  #progress: Progress | undefined;
  #ended = false;

  constructor(output: Output) {
    this.#output = output;
    this.#onTerminal = output.streams.stderr.isTTY === true;
    if (output.forPrograms || output.quiet) return;
    // The engine works in another process, so that the seconds go on while it computes.
    this.#timer = setInterval(
      () => {
        this.#draw();
      },
      this.#onTerminal ? redrawMs : lineMs,
    );
  }

  /** What is in hand, one of several: `picture` 2 of 7. */
  part(what: string, number: number, total?: number): void {
    this.#part = { what, number, ...(total !== undefined && { total }) };
    this.#progress = undefined;
    this.#left.reached(this.#share(), Date.now());
  }

  update(progress: Progress): void {
    this.#progress = progress;
    if (progress.stage === 'paint') this.#left.reached(this.#share(), Date.now());
    this.#output.event(this.#facts(progress));
    if (this.#timer !== undefined && this.#onTerminal) this.#draw();
  }

  /** Takes the line away, so that a result has a line of its own; the next step draws it again. */
  clear(): void {
    if (this.#timer !== undefined && !this.#ended && this.#onTerminal) this.#output.streams.stderr.write('\r\x1b[K');
  }

  end(): void {
    this.clear();
    this.#ended = true;
    clearInterval(this.#timer);
  }

  /** Of the whole command, 0 to 1. */
  #share(): number {
    const { number = 1, total = 1 } = this.#part ?? {};
    const inside = this.#progress?.stage === 'paint' ? this.#progress.done / this.#progress.total : 0;
    return (number - 1 + inside) / total;
  }

  #facts(progress: Progress): AnswerEvent {
    const left = this.#left.seconds(Date.now());
    return {
      event: 'progress',
      stage: progress.stage,
      ...(progress.stage === 'paint' && { done: progress.done, total: progress.total }),
      ...(this.#part && { part: this.#part }),
      ...(left !== undefined && { secondsLeft: Math.ceil(left) }),
    };
  }

  #draw(): void {
    const { stderr } = this.#output.streams;
    if (!this.#onTerminal) {
      stderr.write(`${this.#line()}\n`);
      return;
    }
    // Some terminals say that they have no columns.
    const width = stderr.columns !== undefined && stderr.columns > 0 ? stderr.columns : 80;
    stderr.write(`\r\x1b[K${this.#line().slice(0, width - 1)}`);
  }

  #line(): string {
    const { what, number, total } = this.#part ?? {};
    const seconds = (Date.now() - this.#startedMs) / 1000;
    const left = this.#left.seconds(Date.now());
    return [
      ...(what === undefined ? [] : [`${what} ${number}${total === undefined ? '' : ` of ${total}`}`]),
      this.#stage(),
      this.#onTerminal ? `${seconds.toFixed(1)} s` : formatDuration(seconds),
      ...(left === undefined ? [] : [`about ${formatDuration(left)} left`]),
    ].join(' · ');
  }

  #stage(): string {
    if (this.#progress === undefined) return 'starting';
    if (this.#progress.stage !== 'paint') return stageTexts[this.#progress.stage];
    const { done, total } = this.#progress;
    if (!this.#onTerminal) return `${stageTexts.paint} ${done}/${total}`;
    const filled = Math.round((done / total) * barWidth);
    return `${stageTexts.paint} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${total}`;
  }
}
