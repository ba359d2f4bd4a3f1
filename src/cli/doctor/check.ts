import { UserError } from '../../engine/index.js';

/** `note`: not wrong, but to be known. */
type Verdict = 'ok' | 'note' | 'bad';

export interface Finding {
  readonly about: string;
  readonly verdict: Verdict;
  /** What is there. */
  readonly said: string;
  /** What to do. */
  readonly remedy?: string;
}

export const ok = (about: string, said: string): Finding => ({ about, verdict: 'ok', said });
export const note = (about: string, said: string, remedy?: string): Finding => ({
  about,
  verdict: 'note',
  said,
  ...(remedy !== undefined && { remedy }),
});
export const bad = (about: string, said: string, remedy: string): Finding => ({ about, verdict: 'bad', said, remedy });

/** What a check finds; whatever it throws is a finding too. A UserError's message says what to do by itself. */
export async function finding(about: string, check: () => Promise<Finding>, remedy: string): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return error instanceof UserError ? { about, verdict: 'bad', said } : bad(about, said, remedy);
  }
}

/** @throws Error when it takes longer: a server that does not answer is a finding, not a wait */
export async function withTimeout<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} does not answer within ${ms / 1000} s`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
