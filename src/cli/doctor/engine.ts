import { findPack, openEngineChild, openPack, UserError } from '../../engine/index.js';
import type { Device, EngineChild, Progress } from '../../engine/index.js';
import { bad, finding, note, ok } from './check.js';
import type { Finding } from './check.js';

const devices: readonly Device[] = ['cuda', 'webgpu', 'cpu'];

/** The pack, and every device that ONNX Runtime may have here, with the time of one encode and one step of the U-Net. */
export async function engineFindings(given: string, wanted: string, signal?: AbortSignal): Promise<Finding[]> {
  const opened: { dir?: string; prompt?: string } = {};
  const pack = await finding(
    'pack',
    async () => {
      const dir = await findPack(given);
      const { settings, checker } = await openPack(dir);
      Object.assign(opened, { dir, prompt: settings.prompts[0] });
      const safe =
        settings.safe || checker ? '' : '; its images are not checked: it paints in age-restricted channels only';
      return ok('pack', `${settings.title} (${dir})${safe}`);
    },
    'aesthete inspect DIR shows what is wrong with it; aesthete packs lists those that are here',
  );
  const { dir, prompt = 'a castle' } = opened;
  if (dir === undefined) return [pack];
  const found: Finding[] = [];
  for (const device of devices) {
    found.push(await deviceFinding(dir, prompt, device, signal));
    if (signal?.aborted === true) throw signal.reason;
  }
  if (!found.some(({ verdict }) => verdict === 'ok')) {
    found.push(bad('device', 'none works', 'is onnxruntime-node installed for this machine?'));
  } else if (found.some(({ about, verdict }) => about === `device ${wanted}` && verdict !== 'ok')) {
    found.push(bad('device', `AESTHETE_DEVICE is ${wanted}, which does not work here`, 'set it to auto, or see above'));
  }
  return [pack, ...found];
}

/** A device that needs longer is not one to paint with. */
const deviceTimeoutMs = 120_000;

async function deviceFinding(
  pack: string,
  prompt: string,
  device: Device,
  interrupted?: AbortSignal,
): Promise<Finding> {
  const about = `device ${device}`;
  const late = AbortSignal.timeout(deviceTimeoutMs);
  const signal = interrupted ? AbortSignal.any([late, interrupted]) : late;
  let engine: EngineChild | undefined;
  try {
    engine = await openEngineChild(pack, { device, signal });
    const { precision, int8 } = engine.info;
    const hint = int8 === 'unproved' ? '; 8 bits are not proved: aesthete packs check PACK --prove' : '';
    return ok(about, `works, ${precision}: ${await timed(engine, prompt, signal)}${hint}`);
  } catch (error) {
    if (late.aborted) return note(about, `gave up after ${deviceTimeoutMs / 1_000} s: too slow to paint with`);
    if (error instanceof UserError) return note(about, error.message);
    return note(about, error instanceof Error ? error.message : String(error), 'AESTHETE_DEBUG=1 shows more');
  } finally {
    await engine?.close();
  }
}

/** The first of each loads its model; the others are what members wait for. */
async function timed(engine: EngineChild, prompt: string, signal: AbortSignal): Promise<string> {
  const encode = async (): Promise<number> => {
    const start = performance.now();
    await engine.embedTexts([prompt], { signal });
    return performance.now() - start;
  };
  const [load, encodeMs] = [await encode(), await encode()];
  const [first, second, third] = await stepTimes(engine, prompt, signal);
  const stepMs = (second + third) / 2;
  return [`one encode ${round(encodeMs)}`, `one step ${round(stepMs)}`, `loading ${round(load + first)}`].join(', ');
}

/** Milliseconds of three steps of the U-Net, its loading in the first; nothing is decoded. */
async function stepTimes(engine: EngineChild, prompt: string, signal: AbortSignal): Promise<number[]> {
  const enough = new AbortController();
  const times: number[] = [];
  let before = performance.now();
  const onProgress = (progress: Progress): void => {
    const now = performance.now();
    if (progress.stage === 'paint') times.push(now - before);
    before = now;
    if (times.length === 3) enough.abort();
  };
  const either = AbortSignal.any([signal, enough.signal]);
  await engine.imagine({ prompt, steps: 3, seed: 1 }, { signal: either, onProgress }).catch((error: unknown) => {
    if (!enough.signal.aborted) throw error;
  });
  return times;
}

function round(ms: number): string {
  return ms < 1_000 ? `${Math.ceil(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
