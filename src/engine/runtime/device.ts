import { readdir } from 'node:fs/promises';
import { listSupportedBackends } from 'onnxruntime-node';
import { UserError } from '../errors.js';
import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { Device, DeviceRequest, Precision } from '../types.js';
import { openSession } from './session.js';

export interface Chosen {
  readonly device: Device;
  /** Of the U-Net and the VAE; text, personalising and vision run in fp32 everywhere. */
  readonly precision: Precision;
}

/**
 * Which device runs, and in which precision. `auto`: cuda, then webgpu, then cpu, the first that works; a GPU drawn by software
 * only by its name. CPU: fp32. GPUs: fp16 where they can.
 * @throws UserError when a device that was asked for is not there, saying why
 */
export async function chooseDevice(request: DeviceRequest, precision?: Precision): Promise<Chosen> {
  for (const device of request === 'auto' ? await candidates() : [request]) {
    const failure = await probe(device, 'fp32');
    if (failure === undefined) return { device, precision: precision ?? (await bestPrecision(device)) };
    if (request !== 'auto') throw new UserError(`device ${device} is not available here: ${failure}`);
  }
  throw new UserError('no device works, not even the CPU: is onnxruntime-node installed for this machine?');
}

async function candidates(): Promise<Device[]> {
  const backends = listSupportedBackends().map(({ name }) => name);
  const gpu = backends.includes('webgpu') && (await hasHardwareGpu());
  return [...(backends.includes('cuda') ? ['cuda' as const] : []), ...(gpu ? ['webgpu' as const] : []), 'cpu'];
}

/** Whether WebGPU would meet hardware. On Linux a GPU has a device node; Vulkan drivers in software have none. */
async function hasHardwareGpu(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const software = /swiftshader|lvp|lavapipe/;
  if (software.test(process.env.VK_ICD_FILENAMES ?? '') || software.test(process.env.VK_DRIVER_FILES ?? ''))
    return false;
  const names = await Promise.all(['/dev', '/dev/dri'].map((dir) => readdir(dir).catch(() => [] as string[])));
  return names.flat().some((name) => /^(nvidia\d+|renderD\d+)$/.test(name));
}

async function bestPrecision(device: Device): Promise<Precision> {
  if (device === 'cpu') return 'fp32';
  return (await probe(device, 'fp16')) === undefined ? 'fp16' : 'fp32';
}

/** Runs a program of one addition. @returns why it failed, or undefined */
async function probe(device: Device, precision: Precision): Promise<string | undefined> {
  // ONNX Runtime falls back to the CPU in silence for some names that it was built without.
  if (!listSupportedBackends().some(({ name }) => name === device)) return 'this ONNX Runtime was built without it';
  const x = input('x', [4]);
  const wide = precision === 'fp16' ? o.cast(x, 'float16') : x;
  const outputs = { y: o.cast(o.add(wide, wide), 'float32') };
  try {
    const session = await openSession({ inputs: [x], outputs }, { device });
    const { y } = await session.run({ x: { data: Float32Array.of(1, 2, 3, 4), dims: [4] } });
    await session.release();
    return y.data[3] === 8 ? undefined : `it computed 4 + 4 = ${String(y.data[3])}`;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0];
  }
}
