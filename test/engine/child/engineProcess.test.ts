import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openEngineChild } from '../../../src/engine/child.js';
import type { EngineChild, EngineChildOptions } from '../../../src/engine/child.js';
import {
  CancelledError,
  CheckpointError,
  EngineCrashError,
  GraphError,
  SessionError,
  UserError,
} from '../../../src/engine/errors.js';
import type { Progress } from '../../../src/engine/types.js';

const entry = new URL('../../support/fixtureEngine.ts', import.meta.url);
let engine: EngineChild | undefined;

async function open(pack = 'pack', options: EngineChildOptions = {}): Promise<EngineChild> {
  engine = await openEngineChild(pack, { entry, onLog: () => undefined, ...options });
  return engine;
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await engine?.close();
  engine = undefined;
});

/** Signal 0 asks whether a process is there. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves once imagine has reported its first step. */
function started(
  child: EngineChild,
  prompt: string,
  signal?: AbortSignal,
): { running: Promise<unknown>; step: Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const step = new Promise<void>((resolve) => {
    running = child.imagine(
      { prompt },
      {
        ...(signal && { signal }),
        onProgress: () => {
          resolve();
        },
      },
    );
    running.catch(() => undefined);
  });
  return { running, step };
}

describe('what crosses to the engine process and back', () => {
  test('info, typed arrays and progress', async () => {
    const child = await open();
    expect(child.info).toMatchObject({ title: 'Fixture', projection: 2 });
    const [path, bytes] = await child.embedImages(['four', Uint8Array.of(9, 8, 7)]);
    expect(path).toEqual(Float32Array.of(4, 0));
    expect(bytes).toEqual(Float32Array.of(3, 9));
    const steps: Progress[] = [];
    const result = await child.imagine({ prompt: 'paint', seed: 5 }, { onProgress: (step) => void steps.push(step) });
    expect(result.images[0]?.seed).toBe(5);
    expect(result.images[0]?.png).toBeInstanceOf(Uint8Array);
    expect(steps.map((step) => step.stage === 'paint' && step.done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('our errors with class, message and code', async () => {
    const child = await open();
    const user = await child.imagine({ prompt: 'UserError' }).catch((error: unknown) => error);
    expect(user).toBeInstanceOf(UserError);
    expect(user).toHaveProperty('message', 'the prompt has 9 characters; at most 8 are taken');
    expect(user).toHaveProperty('data', { code: 'promptTooLong', params: { length: 9, most: 8 } });
    await expect(child.imagine({ prompt: 'GraphError' })).rejects.toBeInstanceOf(GraphError);
    await expect(child.imagine({ prompt: 'SessionError' })).rejects.toBeInstanceOf(SessionError);
  });

  test('a bug with its name and the stack of the engine process', async () => {
    const child = await open();
    const bug = await child.imagine({ prompt: 'bug' }).catch((error: unknown) => error);
    expect(bug).toMatchObject({ name: 'TypeError', message: 'undefined is not a tensor' });
    expect((bug as Error).stack).toMatch(/fixtureEngine\.ts:\d+/);
  });

  test('three requests at once, each its own answer', async () => {
    const child = await open();
    const [painted, texts, images] = await Promise.all([
      child.imagine({ prompt: 'paint', seed: 1 }),
      child.embedTexts(['PATH']),
      child.embedImages(['ab']),
    ]);
    expect(painted.images[0]?.seed).toBe(1);
    expect(texts).toHaveLength(1);
    expect(images[0]?.[0]).toBe(2);
  });
});

test('the environment has the allocator setting and no secrets', async () => {
  for (const name of ['DISCORD_TOKEN', 'AESTHETE_TOKEN', 'AESTHETE_SIZE']) vi.stubEnv(name, '5');
  const child = await open();
  const seen = await child.embedTexts(['MALLOC_MMAP_THRESHOLD_', 'DISCORD_TOKEN', 'AESTHETE_TOKEN', 'AESTHETE_SIZE']);
  expect(seen.map((values) => values[0])).toEqual([1_048_576, Number.NaN, Number.NaN, 5]);
});

describe('cancelling', () => {
  test('fails the request at once and leaves the process to the next', async () => {
    const child = await open();
    const abort = new AbortController();
    const pid = child.pid;
    const { running, step } = started(child, 'hang', abort.signal);
    await step;
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(CancelledError);
    await expect(child.imagine({ prompt: 'paint' })).resolves.toHaveProperty('device', 'cpu');
    expect(child.pid).toBe(pid);
  });

  test('before the request is sent', async () => {
    const child = await open();
    const signal = AbortSignal.abort();
    await expect(child.imagine({ prompt: 'paint' }, { signal })).rejects.toBeInstanceOf(CancelledError);
  });
});

test('cancelling while it opens gives up', async () => {
  const abort = new AbortController();
  const opening = open('silent', {
    signal: abort.signal,
    onLog: (text) => {
      if (text.includes('opening')) abort.abort();
    },
  });
  await expect(opening).rejects.toBeInstanceOf(CancelledError);
});

describe('a crash of the engine process', () => {
  test('by SIGKILL fails every request in hand, and the next starts another process', async () => {
    const child = await open();
    const pid = child.pid!;
    const one = started(child, 'hang');
    const two = started(child, 'hang');
    await Promise.all([one.step, two.step]);
    process.kill(pid, 'SIGKILL');
    await expect(one.running).rejects.toBeInstanceOf(EngineCrashError);
    await expect(two.running).rejects.toThrow(/SIGKILL.*with imagine, imagine in hand/);
    await expect(child.imagine({ prompt: 'paint' })).resolves.toHaveProperty('device', 'cpu');
    expect(child.pid).not.toBe(pid);
    expect(isRunning(pid)).toBe(false);
  });

  test('while nothing is in hand is not noticed', async () => {
    const child = await open();
    process.kill(child.pid!, 'SIGKILL');
    await expect.poll(() => child.pid, { timeout: 60_000 }).toBeUndefined();
    await expect(child.embedImages(['abc'])).resolves.toEqual([Float32Array.of(3, 0)]);
  });

  test('says the exit code and what it last wrote', async () => {
    const child = await open();
    await expect(child.imagine({ prompt: 'exit' })).rejects.toThrow(/exit code 7.*out of device memory/);
  });

  test('of its own making, again and again', async () => {
    const child = await open();
    for (let i = 0; i < 3; i++) await expect(child.imagine({ prompt: 'die' })).rejects.toBeInstanceOf(EngineCrashError);
    await expect(child.imagine({ prompt: 'paint' })).resolves.toHaveProperty('textSteps', 0);
  });
});

describe('a process that hangs', () => {
  const hang = { timesMedian: 1, leastMs: 500, unmeasuredMs: 3_600_000 };

  test('between two steps (SIGSTOP) is killed, and the next request starts another', async () => {
    const child = await open('pack', { hang });
    const pid = child.pid!;
    const stopped = child.imagine({ prompt: 'stop' }, { onProgress: () => undefined });
    await expect(stopped).rejects.toBeInstanceOf(EngineCrashError);
    await expect(stopped).rejects.toThrow(/did nothing for .* was killed, with imagine in hand/);
    await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);
    await expect(child.imagine({ prompt: 'paint' })).resolves.toHaveProperty('device', 'cpu');
    expect(child.pid).not.toBe(pid);
  });
});

describe('a process that does not come up', () => {
  test('because the pack is refused gives the reason', async () => {
    await expect(open('refused')).rejects.toBeInstanceOf(CheckpointError);
    await expect(open('broken')).rejects.toMatchObject({ name: 'TypeError' });
  });

  test('because it dies says so', async () => {
    await expect(open('dying')).rejects.toThrow(/died of SIGABRT before its pack was open/);
  });

  test('because its script is missing says so', async () => {
    const missing = new URL('./missing.ts', import.meta.url);
    await expect(open('pack', { entry: missing })).rejects.toThrow(/exit code 1 before its pack was open.*missing\.ts/);
  });

  test('within the time that it has is ended', async () => {
    await expect(open('silent', { startTimeoutMs: 50 })).rejects.toThrow('not ready after 0.05 s');
  });
});

test('close ends the process, cancels what is in hand, and may be called twice', async () => {
  const child = await open();
  const pid = child.pid!;
  const { running, step } = started(child, 'hang');
  await step;
  await child.close();
  await child.close();
  await expect(running).rejects.toBeInstanceOf(CancelledError);
  expect(isRunning(pid)).toBe(false);
  await expect(child.imagine({ prompt: 'paint' })).rejects.toThrow('closed engine');
});

describe('convention: processes: the parent', () => {
  const script = fileURLToPath(new URL('../../support/fixtureParent.ts', import.meta.url));
  const run = (mode: string): ReturnType<typeof spawn> =>
    spawn(process.execPath, ['--import', 'tsx', script, mode], { stdio: ['ignore', 'pipe', 'inherit'] });

  test.each(['busy', 'blocked'])('killed in mid-request takes the engine process along, which is %s', async (mode) => {
    const parent = run(mode);
    const [pid] = (await once(parent.stdout!, 'data')).map(Number) as [number];
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);
  });

  test('may end without closing an idle engine', async () => {
    const parent = run('idle');
    const [pid] = (await once(parent.stdout!, 'data')).map(Number) as [number];
    const [code] = (await once(parent, 'exit')) as [number];
    expect(code).toBe(0);
    await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);
  });

  // Exit code 13 is Node's for a program that ran out of events before what it awaits came true.
  test('waits for an engine that has to be killed', async () => {
    const [code] = (await once(run('stuck'), 'exit')) as [number];
    expect(code).toBe(0);
  });
});
