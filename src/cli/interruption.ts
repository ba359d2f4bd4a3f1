import { constants } from 'node:os';
import { CancelledError } from '../engine/errors.js';

type InterruptingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE';

/** Why a command stops before its end. The exit code is a shell's for a program that the signal ended: 128 and the signal's number. */
export class Interruption extends CancelledError {
  readonly by: InterruptingSignal;
  readonly exitCode: number;

  constructor(by: InterruptingSignal) {
    super('interrupted');
    this.by = by;
    this.exitCode = 128 + constants.signals[by];
  }
}

/**
 * Fires with an Interruption when somebody wants this process to end: Ctrl-C, SIGTERM, a terminal that closes, a reader of stdout that has gone
 * (`| head -1`). Asked a second time, the process ends at once.
 */
export function interruptions(): AbortSignal {
  const abort = new AbortController();
  const interrupt = (by: InterruptingSignal): void => {
    const reason = new Interruption(by);
    if (abort.signal.aborted && by !== 'SIGPIPE') process.exit(reason.exitCode);
    process.exitCode = reason.exitCode;
    abort.abort(reason);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') interrupt('SIGPIPE');
    else abort.abort(error);
  });
  // Where nobody reads what goes wrong, nothing is left to tell.
  process.stderr.on('error', () => undefined);
  return abort.signal;
}

const graceMs = 4_000;

/** `work`, or a rejection with the signal's reason some seconds after it fired: work that does not heed it has had its chance. */
export async function orOutOfPatience<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const patience = new Promise<never>((_resolve, reject) => {
    const start = (): void => {
      const timer = setTimeout(() => {
        reject(signal.reason instanceof Error ? signal.reason : new CancelledError('interrupted'));
      }, graceMs);
      done.signal.addEventListener('abort', () => {
        clearTimeout(timer);
      });
    };
    signal.addEventListener('abort', start, { signal: done.signal });
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    done.abort();
  }
}
