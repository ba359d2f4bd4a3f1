import { chooseDevice } from '../../src/engine/runtime/device.js';

/**
 * Whether tests that need a WebGPU adapter run: where one can be had. With AESTHETE_TEST_WEBGPU=1 they run without asking, so that a
 * missing adapter is a failure; docs/devices.md says how to get one without a GPU.
 */
export async function webgpuTests(): Promise<boolean> {
  if (process.env['AESTHETE_TEST_WEBGPU'] === '1') return true;
  try {
    await chooseDevice('webgpu', 'fp32');
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.warn(
      `WebGPU tests are skipped: ${why}\nTo run them without a GPU: install libvulkan1 and chromium-common (Debian), then set ` +
        'AESTHETE_TEST_WEBGPU=1 and VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json (docs/devices.md)',
    );
    return false;
  }
}
