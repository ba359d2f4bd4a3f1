import { chooseDevice, hasHardwareGpu } from '../../src/engine/runtime/device.js';

const switches = {
  webgpu: {
    name: 'AESTHETE_TEST_WEBGPU',
    remedy:
      'To run them without a GPU: install libvulkan1 and chromium-common (Debian), then set AESTHETE_TEST_WEBGPU=1 and ' +
      'VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json (docs/devices.md)',
  },
  cuda: {
    name: 'AESTHETE_TEST_CUDA',
    remedy: 'They need an NVIDIA GPU and the provider (docs/devices.md); with AESTHETE_TEST_CUDA=1 they fail without',
  },
} as const;

/** Devices whose tests run only where they can be had. */
export type Gpu = keyof typeof switches;
export const gpus = Object.keys(switches) as Gpu[];

/**
 * Whether tests that need this device run: where it can be had. With AESTHETE_TEST_WEBGPU=1 or AESTHETE_TEST_CUDA=1 they run without
 * asking, so that a missing device is a failure; docs/devices.md says how to get WebGPU without a GPU.
 */
export async function gpuTests(gpu: Gpu): Promise<boolean> {
  const { name, remedy } = switches[gpu];
  if (process.env[name] === '1') return true;
  try {
    await chooseDevice(gpu, 'fp32');
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.warn(`Tests on ${gpu} are skipped: ${why}\n${remedy}`);
    return false;
  }
}

/** Whether the device is hardware: a WebGPU adapter in software takes seconds for what a GPU does at once. */
export async function isHardware(gpu: Gpu): Promise<boolean> {
  return gpu === 'cuda' || (await hasHardwareGpu());
}
