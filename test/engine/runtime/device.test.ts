import { afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { checkMemory, modelMemory } from '../../../src/engine/pipeline/memory.js';
import { quantisedNumbers } from '../../../src/engine/pipeline/quantisedUnet.js';
import { chooseDevice } from '../../../src/engine/runtime/device.js';
import type { ChosenDevice, Machine } from '../../../src/engine/runtime/device.js';
import { gpuTests } from '../../support/gpu.js';

const webgpu = await gpuTests('webgpu');
const cudaRefusal = await chooseDevice('cuda').then(
  () => undefined,
  (error: unknown) => error as Error,
);

/** A machine where `works` lists what a probe finds working, as `cuda fp16`. */
function machine(
  works: readonly string[],
  { cuda = true, gpu = true }: { readonly cuda?: boolean; readonly gpu?: boolean } = {},
): Machine & { readonly probed: string[] } {
  const probed: string[] = [];
  return {
    probed,
    isInstalled: (device) => device !== 'cuda' || cuda,
    hasHardwareGpu: () => Promise.resolve(gpu),
    probe: (device, precision) => {
      probed.push(`${device} ${precision}`);
      return Promise.resolve(works.includes(`${device} ${precision}`) ? undefined : 'broken');
    },
  };
}
const everything = ['cuda', 'webgpu', 'cpu'].flatMap((device) => [`${device} fp32`, `${device} fp16`]);

describe('device auto', () => {
  test.each<[string, Machine, ChosenDevice]>([
    ['cuda first', machine(everything), { device: 'cuda', precision: 'fp16' }],
    ['webgpu where there is no cuda', machine(everything, { cuda: false }), { device: 'webgpu', precision: 'fp16' }],
    ['webgpu where cuda fails', machine(everything.slice(2)), { device: 'webgpu', precision: 'fp16' }],
    ['cuda where there is no other GPU', machine(everything, { gpu: false }), { device: 'cuda', precision: 'fp16' }],
    [
      'the CPU where there is no GPU',
      machine(everything, { cuda: false, gpu: false }),
      { device: 'cpu', precision: 'fp32' },
    ],
    ['the CPU where both GPUs fail', machine(['cpu fp32']), { device: 'cpu', precision: 'fp32' }],
    ['fp32 on a GPU without fp16', machine(['cuda fp32']), { device: 'cuda', precision: 'fp32' }],
  ])('takes %s', async (_, has, chosen) => {
    expect(await chooseDevice('auto', undefined, has)).toEqual(chosen);
  });

  test('tries cuda, webgpu and the CPU in this order, and no more than are needed', async () => {
    const broken = machine([]);
    await expect(chooseDevice('auto', undefined, broken)).rejects.toThrow('no device works, not even the CPU');
    expect(broken.probed).toEqual(['cuda fp32', 'webgpu fp32', 'cpu fp32']);
    const whole = machine(everything);
    await chooseDevice('auto', 'fp32', whole);
    expect(whole.probed).toEqual(['cuda fp32']);
  });

  test('refuses a precision that the device lacks, where it was asked for', async () => {
    await expect(chooseDevice('auto', 'fp16', machine(['cuda fp32']))).rejects.toThrow(
      'device cuda does not compute in fp16 here (broken); take precision fp32',
    );
  });

  test('takes int8 only where it was asked for, on a CPU that computes it right', async () => {
    const cpu = machine(['cpu fp32', 'cpu int8'], { cuda: false, gpu: false });
    expect(await chooseDevice('auto', undefined, cpu)).toEqual({ device: 'cpu', precision: 'fp32' });
    expect(await chooseDevice('auto', 'int8', cpu)).toEqual({ device: 'cpu', precision: 'int8' });
    await expect(chooseDevice('cpu', 'int8', machine(['cpu fp32']))).rejects.toThrow(
      'device cpu does not compute in int8 here (broken); take precision fp32',
    );
    await expect(chooseDevice('auto', 'int8', machine(everything))).rejects.toThrow(
      'device cuda does not compute in int8 here (that is for CPUs); take device cpu, or precision fp16',
    );
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('takes one that works on this machine, the CPU in fp32', async () => {
    const { device, precision } = await chooseDevice('auto');
    expect(['cpu', 'webgpu', 'cuda']).toContain(device);
    if (device === 'cpu') expect(precision).toBe('fp32');
  });

  test.skipIf(!webgpu)('never takes an adapter in software', async () => {
    vi.stubEnv('VK_ICD_FILENAMES', process.env['VK_ICD_FILENAMES'] ?? '/somewhere/vk_swiftshader_icd.json');
    expect((await chooseDevice('auto')).device).not.toBe('webgpu');
  });
});

describe('a device by its name', () => {
  test('cpu runs in fp32, and in fp16 only when asked', async () => {
    expect(await chooseDevice('cpu')).toEqual({ device: 'cpu', precision: 'fp32' });
    expect(await chooseDevice('cpu', 'fp16')).toEqual({ device: 'cpu', precision: 'fp16' });
  });

  test.skipIf(!webgpu)('webgpu runs, in software too', async () => {
    expect(await chooseDevice('webgpu', 'fp32')).toEqual({ device: 'webgpu', precision: 'fp32' });
  });

  test.skipIf(!cudaRefusal)('one that is not there is refused with a reason and a remedy', () => {
    expect(cudaRefusal).toBeInstanceOf(UserError);
    expect(cudaRefusal?.message).toMatch(
      /^device cuda is not available here \(.+\); it needs an NVIDIA GPU with CUDA 13.+docs\/devices\.md/,
    );
  });
});

describe('the memory check', () => {
  test('passes a pack that fits, and names what is needed and available where one does not', async () => {
    const pack = await openPack('models/demo');
    expect(() => {
      checkMemory(pack, 'fp32', 1e9);
    }).not.toThrow();
    const short = (): void => {
      checkMemory(pack, 'fp32', 5e6);
    };
    expect(short).toThrow(UserError);
    expect(short).toThrow(/the .+ of demo takes \d+\.\d\d GB in fp32, and 0\.01 GB of memory are available/);
  });

  test('asks a byte for each number of the U-Net that is kept in 8 bits', async () => {
    const pack = await openPack('models/demo');
    const [fp32, int8] = (['fp32', 'int8'] as const).map((precision) =>
      modelMemory(pack, precision).find(({ model }) => model === 'U-Net')!,
    );
    expect(int8.precision).toBe('int8');
    expect(fp32.bytes - int8.bytes).toBe(3 * quantisedNumbers(pack.unet));
  });

  test('asks half as much of the U-Net in fp16', async () => {
    const pack = await openPack('models/demo');
    const numbers = [...pack.unet.tensors.values()].reduce((sum, t) => sum + t.shape.reduce((a, b) => a * b, 1), 0);
    const tight = { ...pack, text: { ...pack.text, tensors: new Map() }, clip: { ...pack.clip, tensors: new Map() } };
    expect(() => {
      checkMemory(tight, 'fp32', 3 * numbers);
    }).toThrow(UserError);
    expect(() => {
      checkMemory(tight, 'fp16', 3 * numbers);
    }).not.toThrow();
  });
});
