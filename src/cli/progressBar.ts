import type { Progress } from '../engine/index.js';

const barWidth = 24;
const redrawMs = 200;

const stageTexts: Record<Progress['stage'], string> = {
  text: 'loading the model, reading the prompt',
  paint: 'painting',
  decode: 'decoding',
  embed: 'looking at the picture',
};

/** One line of a terminal that shows how far a request is; on anything else it writes nothing. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #startedMs = Date.now();
  #timer: NodeJS.Timeout | undefined;
  #text = 'starting';
  /** Goes before the rest of the line: which picture of several it is. */
  label = '';

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    if (!stream.isTTY) return;
    // The engine works in another process, so that the seconds go on while it computes.
    this.#timer = setInterval(() => {
      this.#draw();
    }, redrawMs);
  }

  update(progress: Progress): void {
    this.#text = progress.stage === 'paint' ? bar(progress.done, progress.total) : stageTexts[progress.stage];
    if (this.#timer !== undefined) this.#draw();
  }

  /** Takes the line away. */
  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stream.write('\r\x1b[K');
  }

  #draw(): void {
    const seconds = ((Date.now() - this.#startedMs) / 1000).toFixed(1);
    const line = `${this.label}${this.#text} · ${seconds} s`;
    // Some terminals say that they have no columns.
    const width = this.#stream.columns > 0 ? this.#stream.columns : 80;
    this.#stream.write(`\r\x1b[K${line.slice(0, width - 1)}`);
  }
}

function bar(done: number, total: number): string {
  const filled = Math.round((done / total) * barWidth);
  return `${stageTexts.paint} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${total}`;
}
