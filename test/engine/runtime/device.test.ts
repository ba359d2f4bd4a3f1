import { afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { checkMemory } from '../../../src/engine/pipeline/memory.js';
import { chooseDevice } from '../../../src/engine/runtime/device.js';
import { webgpuTests } from '../../support/webgpu.js';

const webgpu = await webgpuTests();
const cudaRefusal = await chooseDevice('cuda').then(
  () => undefined,
  (error: unknown) => error as Error,
);

describe('device auto', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('takes one that works, and the CPU in fp32', async () => {
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
      /^device cuda is not available here \(.+\).+ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node/,
    );
  });
});

describe('the memory check', () => {
  test('passes a pack that fits, and names what is needed and available where one does not', async () => {
    const pack = await openPack('models/demo');
    expect(() => {
      checkMemory(pack, 'fp32');
    }).not.toThrow();
    const short = (): void => {
      checkMemory(pack, 'fp32', 5e6);
    };
    expect(short).toThrow(UserError);
    expect(short).toThrow(/the .+ of demo takes \d+\.\d\d GB in fp32, and 0\.01 GB of memory are available/);
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
