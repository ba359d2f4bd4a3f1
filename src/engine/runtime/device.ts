import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';
import { UserError } from '../errors.js';
import * as o from '../graph/ops.js';
import { constant, input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { Device, DeviceRequest, Precision } from '../types.js';
import { openSession } from './session.js';

export interface ChosenDevice {
  readonly device: Device;
  /** Of the U-Net and the VAE; text, personalising and vision run in fp32 everywhere. */
  readonly precision: Precision;
}

const remedies: Readonly<Record<Device, string>> = {
  cpu: 'is onnxruntime-node installed for this machine?',
  webgpu:
    'it needs a GPU with its driver, on Linux a Vulkan driver and libvulkan1; take device cpu where there is none',
  cuda:
    'it needs an NVIDIA GPU with CUDA 13 and cuDNN 9, and the provider, which docs/devices.md says how to install; take device webgpu or cpu ' +
    'otherwise',
};

/** What this machine has. Tests give others. */
export interface Machine {
  /** Whether ONNX Runtime has the device's execution provider. */
  readonly isInstalled: (device: Device) => boolean;
  /** Whether WebGPU would run on hardware. */
  readonly hasHardwareGpu: () => Promise<boolean>;
  /** Runs a small program. @returns why it failed, or undefined */
  readonly probe: (device: Device, precision: Precision) => Promise<string | undefined>;
}

const thisMachine: Machine = { isInstalled, hasHardwareGpu, probe };

/**
 * Which device runs, and in which precision. `auto`: cuda, then webgpu, then cpu, the first that works; WebGPU in software
 * only by its name. CPU: fp32. GPUs: fp16 where they can.
 * @throws UserError when a device or precision that was asked for is not there, saying why and what to do
 */
export async function chooseDevice(
  request: DeviceRequest,
  precision?: Precision,
  machine = thisMachine,
): Promise<ChosenDevice> {
  for (const device of request === 'auto' ? await candidates(machine) : [request]) {
    const failure = await machine.probe(device, 'fp32');
    if (failure === undefined) return { device, precision: await choosePrecision(device, precision, machine) };
    if (request !== 'auto')
      throw new UserError(`device ${device} is not available here (${failure}); ${remedies[device]}`);
  }
  throw new UserError(`no device works, not even the CPU: ${remedies.cpu}`);
}

/** The devices that `auto` tries, in its order. */
async function candidates({ isInstalled, hasHardwareGpu }: Machine): Promise<Device[]> {
  const gpu = await hasHardwareGpu();
  return [...(isInstalled('cuda') ? ['cuda' as const] : []), ...(gpu ? ['webgpu' as const] : []), 'cpu'];
}

/** Whether ONNX Runtime has the device's provider. It lists cuda wherever it could be installed; asked for it without, it writes to stderr. */
function isInstalled(device: Device): boolean {
  const backend = listSupportedBackends().find(({ name }) => name === device);
  if (!backend || backend.bundled) return backend !== undefined;
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const library =
    process.platform === 'win32' ? `onnxruntime_providers_${device}.dll` : `libonnxruntime_providers_${device}.so`;
  return existsSync(join(root, 'bin', 'napi-v6', process.platform, process.arch, library));
}

/** Whether WebGPU would meet hardware. On Linux a GPU has a device node; Vulkan drivers in software have none. */
export async function hasHardwareGpu(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const software = /swiftshader|lvp|lavapipe/;
  if (software.test(process.env.VK_ICD_FILENAMES ?? '') || software.test(process.env.VK_DRIVER_FILES ?? ''))
    return false;
  const names = await Promise.all(['/dev', '/dev/dri'].map((dir) => readdir(dir).catch(() => [] as string[])));
  return names.flat().some((name) => /^(nvidia\d+|renderD\d+)$/.test(name));
}

/** CPU: fp32, unless asked for int8 or fp16 (ONNX Runtime then casts around most ops; for tests). GPUs: fp16 where they can. */
async function choosePrecision(device: Device, asked: Precision | undefined, { probe }: Machine): Promise<Precision> {
  if (asked === 'fp32' || (device === 'cpu' && asked === undefined)) return 'fp32';
  if (asked === 'int8') return chooseInt8(device, probe);
  const failure = await probe(device, 'fp16');
  if (failure === undefined) return 'fp16';
  if (asked === undefined) return 'fp32';
  throw new UserError(`device ${device} does not compute in fp16 here (${failure}); take precision fp32`);
}

async function chooseInt8(device: Device, probe: Machine['probe']): Promise<Precision> {
  const failure = device === 'cpu' ? await probe(device, 'int8') : 'that is for CPUs';
  if (failure === undefined) return 'int8';
  throw new UserError(
    `device ${device} does not compute in int8 here (${failure}); take ${device === 'cpu' ? 'precision fp32' : 'device cpu, or precision fp16'}`,
  );
}

/** What a probe computes of 64 ones, and each number of the result. */
const probes: Readonly<Record<Precision, { readonly of: (ones: Tensor) => Tensor; readonly expected: number }>> = {
  fp32: { of: (x) => o.add(x, x), expected: 2 },
  fp16: { of: (x) => o.cast(o.add(o.cast(x, 'float16'), o.cast(x, 'float16')), 'float32'), expected: 2 },
  // The largest products that there are: on processors before VNNI ONNX Runtime adds pairs in 16 bits, and cuts what does not fit.
  int8: {
    of: (x) => {
      const { values, scale, zero } = o.quantise(x);
      const weights = constant(Array<number>(64 * 32).fill(127), [64, 32], 'int8');
      return o.mul(o.cast(o.matmulInteger({ values, zero }, weights), 'float32'), scale);
    },
    expected: 64 * 127,
  },
};

/** Runs a program of one operation. @returns why it failed, or undefined */
async function probe(device: Device, precision: Precision): Promise<string | undefined> {
  // ONNX Runtime falls back to the CPU in silence for some names that it was built without.
  if (!isInstalled(device)) return 'this ONNX Runtime is without it';
  const x = input('x', [1, 64]);
  const { of, expected } = probes[precision];
  try {
    // Failing is an answer here: only fatal errors are for the log.
    const session = await openSession({ inputs: [x], outputs: { y: of(x) } }, { device, ort: { logSeverityLevel: 4 } });
    const { y } = await session.run({ x: { data: new Float32Array(64).fill(1), dims: [1, 64] } });
    await session.release();
    const wrong = (y.data as Float32Array).find((value) => !(Math.abs(value / expected - 1) < 1e-3));
    return wrong === undefined ? undefined : `it computed ${wrong} in place of ${expected}`;
  } catch (error) {
    // What whoever asked has to change: AESTHETE_THREADS.
    if (error instanceof UserError) throw error;
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    // What comes before is the place in ONNX Runtime's source.
    return line.replace(/^.* was false\. /, '').replace(/^.*Status Message: \S+ \S+ /, '');
  }
}
