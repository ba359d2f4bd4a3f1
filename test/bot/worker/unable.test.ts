import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startProcess } from '../../../src/bot/lifecycle.js';
import type { RunningProcess } from '../../../src/bot/lifecycle.js';
import { openLog } from '../../../src/bot/log.js';
import { cancelGeneration, generationById, isWorkerThere, workerSlots } from '../../../src/bot/repositories/index.js';
import { embedTexts } from '../../../src/bot/services/embedTexts.js';
import { createServices } from '../../../src/bot/services/index.js';
import { EngineHost, publishFolder } from '../../../src/bot/worker/engineHost.js';
import { paint } from '../../../src/bot/worker/paint.js';
import type { PaintContext } from '../../../src/bot/worker/paint.js';
import { startWorker } from '../../../src/bot/worker/start.js';
import type { Engine } from '../../../src/engine/index.js';
import { saying } from '../../support/inWords.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';
import { generation } from '../support/rows.js';
import { silentPaintLog } from '../support/silentPaintLog.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const patience = { timeout: 120_000, interval: 100 };
const reply = { applicationId: '4', token: 'token', issuedAt: Date.now(), channelId: '2', messageId: '5' };
const order = { channelId: '2', askerId: '3', attachmentLimit: 10 * 2 ** 20, reply };
const unet = 'unet/diffusion_pytorch_model.safetensors';
const bias = 'mid_block.resnets.0.conv1.bias';
type Weights = Record<string, { shape: number[]; data: Float32Array }>;

describe.each(modes)('a process whose pack cannot be opened, %s', (mode) => {
  let testStore: TestStore;
  let pack: PackCopy;
  let running: RunningProcess | undefined;
  let lines: string[];

  const start = async (paints: boolean, unable?: () => void): Promise<RunningProcess> => {
    const log = openLog({ logLevel: 'warn' }, { write: (line) => void lines.push(line) });
    const config = {
      store: testStore.options,
      dataDir: '',
      pack: pack.dir,
      device: 'cpu',
      requestSeconds: 1_800,
      retentionDays: 90,
      httpPort: 0,
      httpHost: '',
      logLevel: 'warn',
      attachmentHosts: [],
    } as const;
    running = await startProcess(config, log, { paints, ...(unable && { unable }) });
    return running;
  };
  beforeEach(async () => {
    testStore = await newTestStore(mode);
    pack = await copyPack('test/golden/models/tiny-sd1');
    lines = [];
  });
  afterEach(async () => {
    await running?.close();
    await pack.remove();
    await testStore.remove();
  });

  it('never takes a request, says why once, and tells members', async () => {
    // Nothing that its headers tell.
    await pack.weights(unet, (tensors) => tensors[bias].data.fill(NaN));
    let steppedBack = 0;
    const { parts } = await start(true, () => steppedBack++);
    const { client } = parts.store;
    const services = createServices({ ...parts, defaultPack: pack.dir });
    // Starting: it may come.
    expect(await isWorkerThere(client, Date.now())).toBe(true);
    expect(await workerSlots(client, Date.now())).toBe(0);
    const { generation: asked, release } = await services.requests.accept({
      ...order,
      context: await services.context('1'),
      imagineOptions: { prompt: 'a castle' },
    });
    await release();
    await expect.poll(() => steppedBack, patience).toBe(1);
    expect(await isWorkerThere(client, Date.now())).toBe(false);
    expect(await generationById(client, asked.id)).toMatchObject({ state: 'waiting', attempts: 0 });
    const errors = lines.filter((line) => line.includes('cannot paint'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('U-Net: output [0] is NaN');
    expect(JSON.parse(errors[0])).toMatchObject({ pack: pack.dir, device: 'cpu' });

    const late = await services.requests.accept({
      ...order,
      context: await services.context('1'),
      imagineOptions: { prompt: 'a castle' },
    });
    await late.release();
    expect(late.position).toEqual({ place: 0 });
    await expect(embedTexts(parts, { name: pack.dir }, ['mist'])).rejects.toThrow(
      saying('painting is not available now'),
    );
  }, 180_000);

  it.skipIf(mode === 'embedded').each([
    [
      'a weight that is missing',
      (tensors: Weights) => Reflect.deleteProperty(tensors, bias),
      /aesthete: the pack cannot be used: .*conv1\.bias is missing/,
    ],
    ['numbers that are not finite', (tensors: Weights) => tensors[bias].data.fill(NaN), /U-Net: output \[0\] is NaN/],
  ])(
    'ends with exit code 1, and says why, where it is a worker of its own: %s',
    async (_, damage, why) => {
      await pack.weights(unet, damage);
      const env = { ...process.env, ...testStore.env, AESTHETE_PACK: pack.dir, AESTHETE_DEVICE: 'cpu' };
      const worker = spawn(process.execPath, ['dist/bot/worker.js'], { env, stdio: 'pipe' });
      let said = '';
      for (const stream of [worker.stdout, worker.stderr])
        stream.on('data', (text: Buffer) => (said += text.toString()));
      expect(await once(worker, 'close')).toEqual([1, null]);
      expect(said).toMatch(why);
    },
    180_000,
  );

  it.each([
    ['the pack is gone', () => rm(join(pack.dir, 'unet'), { recursive: true })],
    ['a weight is gone', () => pack.weights(unet, (tensors) => Reflect.deleteProperty(tensors, bias))],
  ])(
    'hands its request back when later %s, after three tries',
    async (_, damage) => {
      const { parts } = await start(false);
      const painting = await handedOut(parts);
      const { engines, steppedBack, context } = workerOf(parts);
      try {
        await engines.with('own', (engine) => engine.embedTexts(['a castle']));
        await damage();
        await crash(engines);
        const opened: string[] = [];
        const counted = { ...context, engines: countingOpenings(engines, opened) };
        await paint(counted, { generationId: painting.id }, new AbortController().signal);
        expect(steppedBack).toEqual([expect.stringContaining('the pack own cannot be opened')]);
        expect(opened).toHaveLength(3);
        expect(await generationById(parts.store.client, painting.id)).toMatchObject({ state: 'waiting', attempts: 0 });
      } finally {
        await engines.close();
      }
    },
    180_000,
  );

  it('paints where the disk is full just when it is ready', async () => {
    const { parts } = await start(false);
    const full = Object.assign(new Error('No space left on device'), { code: '53100' });
    const refused = vi.fn(() => Promise.reject(full));
    const signal = new AbortController();
    const unable = vi.fn();
    const config = { pack: pack.dir, device: 'cpu' as const };
    const dispatcher = { ...parts.dispatcher, dispatch: refused };
    const worker = await startWorker({ ...parts, config, dispatcher, signal: signal.signal, unable });
    try {
      await expect.poll(() => refused.mock.calls.length, patience).toBe(1);
      await expect.poll(() => lines.some((line) => line.includes('No space left')), patience).toBe(true);
      expect(unable).not.toHaveBeenCalled();
      expect(await workerSlots(parts.store.client, parts.store.now())).toBe(1);
    } finally {
      signal.abort();
      await worker.close();
    }
  }, 180_000);

  it('paints when the pack is there again at the next try', async () => {
    const { parts } = await start(false);
    const painting = await handedOut(parts);
    const { engines, steppedBack, context } = workerOf(parts);
    try {
      const away = `${pack.dir}-away`;
      await rename(join(pack.dir, 'unet'), away);
      const opened: string[] = [];
      const restored = countingOpenings(engines, opened, async () => {
        if (opened.length === 1) await rename(away, join(pack.dir, 'unet'));
      });
      await paint({ ...context, engines: restored }, { generationId: painting.id }, new AbortController().signal);
      expect(steppedBack).toEqual([]);
      expect(await generationById(parts.store.client, painting.id)).toMatchObject({ state: 'done' });
    } finally {
      await engines.close();
    }
  }, 180_000);

  it('leaves a request alone that was cancelled while the engine did not open', async () => {
    const { parts } = await start(false);
    const painting = await handedOut(parts);
    const { engines, steppedBack, context } = workerOf(parts);
    try {
      await rm(join(pack.dir, 'unet'), { recursive: true });
      const { client } = parts.store;
      const cancelled = countingOpenings(engines, [], async () => {
        await cancelGeneration(client, painting.guildId, painting.id, Date.now());
      });
      await paint({ ...context, engines: cancelled }, { generationId: painting.id }, new AbortController().signal);
      expect(steppedBack).toEqual([]);
      expect(await generationById(client, painting.id)).toMatchObject({ state: 'cancelled' });
    } finally {
      await engines.close();
    }
  }, 180_000);

  /** A worker of the pack, which writes down whether it stepped back or failed a request. */
  function workerOf(parts: RunningProcess['parts']) {
    const engines = new EngineHost(new Map([['own', { folder: pack.dir, signature: '' }]]), {
      device: 'cpu',
      onLog: () => undefined,
    });
    const steppedBack: string[] = [];
    const context: PaintContext = {
      ...parts,
      engines,
      ownPack: 'own',
      stepBack: (error) => Promise.resolve(void steppedBack.push(error.message)),
      now: Date.now,
      log: {
        ...silentPaintLog,
        failed: (_, error) => steppedBack.push(`failed: ${String(error)}`),
      },
    };
    return { engines, steppedBack, context };
  }

  /** Writes down every use of the engine; `failed` is awaited after one that threw. */
  function countingOpenings(engines: EngineHost, opened: string[], failed?: () => Promise<void>): EngineHost {
    return Object.assign(Object.create(engines) as EngineHost, {
      with: async <T>(name: string, use: (engine: Engine) => Promise<T>): Promise<T> => {
        opened.push(name);
        try {
          return await engines.with(name, use);
        } catch (error) {
          await failed?.();
          throw error;
        }
      },
    });
  }

  async function crash(engines: EngineHost): Promise<void> {
    process.kill(engines.pid!, 'SIGKILL');
    await expect.poll(() => engines.pid, patience).toBeUndefined();
  }

  /** A request that was handed out. */
  async function handedOut({ store }: RunningProcess['parts']) {
    await publishFolder(store, 'own', pack.dir, Date.now());
    const row = await generation(store, { pack: 'own' });
    await store.client.generation.updateMany({
      where: { status: 'waiting' },
      data: { status: 'dispatched', dispatchedAt: new Date() },
    });
    return row;
  }
});
