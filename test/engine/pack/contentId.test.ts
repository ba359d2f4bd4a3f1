import { open } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { contentId, openPack } from '../../../src/engine/index.js';
import { copyPack } from '../../support/packCopy.js';

it('the content id of a pack is that of what is in it, wherever it lies; other weights, a scheduler or defaults give another', async () => {
  const idOf = async (dir: string): Promise<string> => contentId(await openPack(dir));
  const original = await idOf('models/demo');
  expect(original).toMatch(/^[0-9a-f]{64}$/);
  const copy = await copyPack('models/demo');
  try {
    expect(await idOf(copy.dir)).toBe(original);
    await copy.json('pack.json', (settings) => Object.assign(settings, { title: 'Another title' }));
    expect(await idOf(copy.dir)).toBe(original);
    const ids = [original];
    await copy.json('scheduler/scheduler_config.json', (settings) => Object.assign(settings, { beta_end: 0.0121 }));
    ids.push(await idOf(copy.dir));
    // The same headers, other values.
    const { unet } = await openPack(copy.dir);
    const { file, offset } = unet.tensors.get('conv_out.weight')!;
    const handle = await open(file, 'r+');
    await handle.write(Buffer.from([0x12, 0x34]), 0, 2, offset);
    await handle.close();
    ids.push(await idOf(copy.dir));
    expect(new Set(ids).size).toBe(3);
  } finally {
    await copy.remove();
  }
});
