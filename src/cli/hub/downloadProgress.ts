import { formatBytes, formatDuration } from '../format.js';
import type { Output } from '../output.js';

const redrawMs = 500;
const lineMs = 10_000;
/** Speed is that of the last seconds. */
const windowMs = 10_000;

/** How far a download is, on stderr: a line that changes on a terminal, a new line every ten seconds elsewhere; with --json-lines an object on stdout. */
export class DownloadProgress {
  readonly #output: Output;
  readonly #onTerminal: boolean;
  readonly #total: number;
  readonly #now: () => number;
  #samples: { readonly at: number; readonly bytes: number }[] = [];
  #shownAt = 0;

  constructor(output: Output, total: number, now: () => number = Date.now) {
    this.#output = output;
    this.#onTerminal = output.streams.stderr.isTTY === true;
    this.#total = total;
    this.#now = now;
    this.#shownAt = now();
  }

  update(bytes: number): void {
    const at = this.#now();
    // What was here before, or had to be thrown away, says nothing of the speed.
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) this.#samples = [];
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && at - this.#samples[0].at > windowMs) this.#samples.shift();
    if (at - this.#shownAt < (this.#onTerminal ? redrawMs : lineMs)) return;
    this.#shownAt = at;
    this.#output.event({ event: 'progress', stage: 'download', done: bytes, total: this.#total });
    if (this.#output.forPrograms || this.#output.quiet) return;
    this.#output.streams.stderr.write(this.#onTerminal ? `\r\x1b[K${this.#line(bytes)}` : `${this.#line(bytes)}\n`);
  }

  end(): void {
    if (this.#onTerminal && !this.#output.forPrograms && !this.#output.quiet)
      this.#output.streams.stderr.write('\r\x1b[K');
  }

  #line(bytes: number): string {
    const share = this.#total === 0 ? 100 : Math.floor((bytes / this.#total) * 100);
    const [first] = this.#samples;
    const seconds = (this.#now() - first.at) / 1000;
    const speed = seconds > 0 ? (bytes - first.bytes) / seconds : 0;
    const left =
      speed > 0 ? ` · ${formatBytes(Math.round(speed))}/s · ${formatDuration((this.#total - bytes) / speed)} left` : '';
    return `downloading ${formatBytes(bytes)} of ${formatBytes(this.#total)} (${share} %)${left}`;
  }
}
