import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { CancelledError, EngineCrashError } from '../errors.js';
import type { EncodingStore } from '../pipeline/sharedEncodings.js';
import type { EngineInfo, ImagineRequestOptions } from '../types.js';
import { forkEngine, lastErrorLine } from './fork.js';
import { HangWatch } from './hangWatch.js';
import type { HangLimits } from './hangWatch.js';
import { deserialiseError } from './messages.js';
import type { Answer, Answers, Call, Method, OpenMessage, ToChild, ToParent } from './messages.js';

export interface ProcessOptions {
  /** The script to fork: one that calls `serveEngine`. */
  readonly entry: URL;
  /** How long loading and opening the pack may take, ms. */
  readonly startTimeoutMs: number;
  /** When it counts as hung, and is killed: the requests in hand then fail with EngineCrashError. */
  readonly hang: HangLimits;
  /** What the process writes on stdout and stderr. */
  readonly onLog: (text: string) => void;
  /** Where the process may ask for encodings, and leave them. */
  readonly encodings?: EncodingStore;
}

interface Pending {
  readonly method: Method;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ImagineRequestOptions['onProgress'];
  readonly onPicture: ImagineRequestOptions['onPicture'];
}

const closeTimeoutMs = 3_000;
const keptLogLength = 4_000;
const cancelled = 'the request was cancelled';

/** One run of the engine's process, from fork to exit, with the requests that it has in hand. */
export class EngineProcess {
  /** Settles once: the pack is open, or why it never will be. */
  readonly ready: Promise<EngineInfo>;
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  readonly #startTimer: NodeJS.Timeout;
  readonly #watch: HangWatch;
  readonly #encodings: EncodingStore | undefined;
  #resolveReady: (info: EngineInfo) => void = () => undefined;
  #rejectReady: (error: Error) => void = () => undefined;
  /** Why no more requests are taken; set once. */
  #end: Error | undefined;
  #starting = true;
  #closing = false;
  #lastId = 0;
  #log = '';

  constructor(open: OpenMessage, { entry, startTimeoutMs, hang, onLog, encodings }: ProcessOptions) {
    this.#encodings = encodings;
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Whoever waits sees the refusal; where nobody does it must not end the parent.
    this.ready.catch(() => undefined);

    const child = forkEngine(entry, (text) => {
      this.#log = (this.#log + text).slice(-keptLogLength);
      onLog(text);
    });
    this.#child = child;
    // A process that blocks does not see that its parent is gone.
    const killAtExit = (): void => void child.kill('SIGKILL');
    process.on('exit', killAtExit);
    this.#startTimer = setTimeout(() => {
      this.#finish(new EngineCrashError(`the engine's process was not ready after ${startTimeoutMs / 1000} s`));
      this.kill();
    }, startTimeoutMs);

    this.#watch = new HangWatch(hang, (silentMs) => {
      const how = `did nothing for ${Math.round(silentMs / 1000)} s and was killed, with ${this.#describeWork()}`;
      this.#finish(new EngineCrashError(`the engine's process ${how}`));
      this.kill();
    });

    child.on('message', (message) => {
      this.#receive(message as ToParent);
    });
    child.on('error', (error) => {
      this.#finish(new EngineCrashError(`the engine's process failed: ${error.message}`));
    });
    this.#exited = new Promise((resolve) => {
      // Not "exit": "close" comes after the channel's last message, which may be an answer.
      child.once('close', (code, signal) => {
        process.off('exit', killAtExit);
        this.#finish(new EngineCrashError(this.#describeEnd(code, signal)));
        resolve();
      });
    });
    this.#send(open);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it takes requests, as far as is known. */
  get alive(): boolean {
    return this.#end === undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Rejects with the engine's own error, CancelledError as soon as `signal` fires, or EngineCrashError. */
  call<M extends Method>(call: Extract<Call, { method: M }>, options: ImagineRequestOptions = {}): Promise<Answers[M]> {
    const { signal, onProgress, onPicture } = options;
    if (this.#end !== undefined) return Promise.reject(this.#end);
    if (signal?.aborted === true) return Promise.reject(new CancelledError(cancelled));
    const id = ++this.#lastId;
    const abort = (): void => {
      this.#send({ type: 'abort', id });
      this.#take(id)?.reject(new CancelledError(cancelled));
    };
    signal?.addEventListener('abort', abort, { once: true });
    const answer = new Promise<Answers[M]>((resolve, reject) => {
      const told = { method: call.method, onProgress, onPicture };
      this.#pending.set(id, { ...told, resolve: resolve as Pending['resolve'], reject });
    });
    this.#holdParent();
    void this.ready.then(
      () => {
        if (!this.#pending.has(id)) return;
        const [progress, pictures] = [onProgress !== undefined, onPicture !== undefined];
        this.#send({ type: 'call', id, call, progress, pictures });
        this.#watch.begin(id, call, progress);
      },
      () => undefined,
    );
    return answer.finally(() => signal?.removeEventListener('abort', abort));
  }

  /** Ends the process; requests in hand are cancelled. An idle engine closes by itself, a busy one is killed. */
  async close(): Promise<void> {
    const busy = this.#starting || this.#pending.size > 0;
    this.#finish(new CancelledError('the engine was closed'));
    if (busy || !this.#child.connected) this.kill();
    else this.#send({ type: 'close' });
    this.#closing = true;
    this.#holdParent();
    const timer = setTimeout(() => {
      this.kill();
    }, closeTimeoutMs);
    await this.#exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #receive(message: ToParent): void {
    switch (message.type) {
      case 'ready':
        this.#started();
        this.#resolveReady(message.info);
        break;
      case 'refused':
        this.#finish(deserialiseError(message.error));
        break;
      case 'progress':
        this.#watch.progress(message.id, message.progress);
        this.#pending.get(message.id)?.onProgress?.(message.progress);
        break;
      case 'picture':
        this.#pending.get(message.id)?.onPicture?.(message.picture);
        break;
      case 'getEncoding':
        void this.#answerEncoding(message.id, message.key);
        break;
      case 'setEncoding':
        void this.#encodings?.set(message.key, message.bytes);
        break;
      case 'answer':
        this.#take(message.id)?.resolve(message.answer);
        break;
      case 'failure':
        this.#take(message.id)?.reject(deserialiseError(message.error));
        break;
    }
  }

  async #answerEncoding(id: number, key: string): Promise<void> {
    const bytes = await this.#encodings?.get(key);
    this.#send({ type: 'encoding', id, ...(bytes && { bytes }) });
  }

  /** The request with this id, which is no longer in hand; undefined where it was cancelled before. */
  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#watch.end(id);
    this.#holdParent();
    return pending;
  }

  #started(): void {
    this.#starting = false;
    clearTimeout(this.#startTimer);
    this.#holdParent();
  }

  /** Everything in hand fails with `error`; the first reason stays. */
  #finish(error: Error): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#rejectReady(error);
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
    this.#started();
  }

  #send(message: ToChild): void {
    // Where the channel is gone, "close" tells everybody.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** An idle engine does not keep its parent from ending; one with work does, and one whose end is awaited, to its last byte. */
  #holdParent(): void {
    const busy = this.#starting || this.#closing || this.#pending.size > 0;
    const pipes = this.#child.stdio.filter((pipe) => pipe instanceof Socket);
    for (const held of [this.#child, this.#child.channel, ...pipes]) {
      if (busy) held?.ref();
      else held?.unref();
    }
  }

  #describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
    const how =
      signal === 'SIGKILL'
        ? 'was killed (SIGKILL: by hand, or by the system because memory ran out)'
        : signal !== null
          ? `died of ${signal}`
          : `ended with exit code ${code}`;
    const when = this.#starting ? 'before its pack was open' : `with ${this.#describeWork()}`;
    return [`the engine's process ${how} ${when}`, ...lastErrorLine(this.#log)].join(': ');
  }

  #describeWork(): string {
    const methods = [...this.#pending.values()].map((pending) => pending.method);
    return methods.length === 0
      ? 'nothing in hand'
      : `${methods.join(', ')} in hand; the next request starts a new one`;
  }
}
