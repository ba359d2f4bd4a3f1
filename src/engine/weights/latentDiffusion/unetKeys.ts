/**
 * The U-Net's keys in the original layout (CompVis latent-diffusion, `ldm/modules/diffusionmodules/openaimodel.py`) → diffusers' keys.
 * The original numbers the blocks of all levels through; how many of them a level has is read from the keys.
 */
export function unetKeys(keys: Iterable<string>): ReadonlyMap<string, string> {
  const all = [...keys];
  const blocks = new Map([...inputBlocks(all), ...outputBlocks(all)]);
  const mapped = new Map<string, string>();
  for (const key of all) {
    const to = renamed(key, blocks);
    if (to !== undefined) mapped.set(key, to);
  }
  return mapped;
}

/** `input_blocks.4.1` → `down_blocks.1.attentions.0`. */
type BlockNames = ReadonlyMap<string, string>;

/** Outside the blocks, and the middle block. */
const places: readonly (readonly [string, string])[] = [
  ['input_blocks.0.0.', 'conv_in.'],
  ['time_embed.0.', 'time_embedding.linear_1.'],
  ['time_embed.2.', 'time_embedding.linear_2.'],
  ['time_embed.cond_proj.', 'time_embedding.cond_proj.'],
  ['label_emb.0.0.', 'add_embedding.linear_1.'],
  ['label_emb.0.2.', 'add_embedding.linear_2.'],
  ['out.0.', 'conv_norm_out.'],
  ['out.2.', 'conv_out.'],
];
const middle: BlockNames = new Map([
  ['middle_block.0', 'mid_block.resnets.0'],
  ['middle_block.1', 'mid_block.attentions.0'],
  ['middle_block.2', 'mid_block.resnets.1'],
]);

/** Layers of a residual block; a transformer's have the same names in both layouts. */
const resnetLayers: readonly (readonly [string, string])[] = [
  ['in_layers.0.', 'norm1.'],
  ['in_layers.2.', 'conv1.'],
  ['emb_layers.1.', 'time_emb_proj.'],
  ['out_layers.0.', 'norm2.'],
  ['out_layers.3.', 'conv2.'],
  ['skip_connection.', 'conv_shortcut.'],
];

function renamed(key: string, blocks: BlockNames): string | undefined {
  for (const [from, to] of places) if (key.startsWith(from)) return to + key.slice(from.length);
  const [, block = '', rest = ''] = /^((?:(?:input|output)_blocks\.\d+|middle_block)\.\d+)\.(.+)$/.exec(key) ?? [];
  const name = blocks.get(block) ?? middle.get(block);
  if (name === undefined) return undefined;
  for (const [from, to] of resnetLayers) if (rest.startsWith(from)) return `${name}.${to}${rest.slice(from.length)}`;
  return `${name}.${rest.replace(/^op\./, 'conv.')}`;
}

/** Names of the layers in each block of `side`, by its number. */
function layersOf(keys: readonly string[], side: 'input_blocks' | 'output_blocks'): Map<number, Map<number, string[]>> {
  const blocks = new Map<number, Map<number, string[]>>();
  for (const key of keys) {
    const [, block = '', layer = '', rest = ''] = /^(\w+_blocks\.\d+)\.(\d+)\.(.+)$/.exec(key) ?? [];
    if (!block.startsWith(side)) continue;
    const number = Number(block.slice(side.length + 1));
    const layers = blocks.get(number) ?? new Map<number, string[]>();
    layers.set(Number(layer), [...(layers.get(Number(layer)) ?? []), rest]);
    blocks.set(number, layers);
  }
  return blocks;
}

/** Blocks from the second on: a residual block and perhaps a transformer, or a level's last, which halves the size. */
function inputBlocks(keys: readonly string[]): [string, string][] {
  const names: [string, string][] = [];
  let [level, j] = [0, 0];
  for (const [number, layers] of inOrder(layersOf(keys, 'input_blocks'))) {
    if (number === 0) continue;
    const at = `input_blocks.${number}`;
    if (layers.get(0)?.some((rest) => rest.startsWith('op.'))) {
      names.push([`${at}.0`, `down_blocks.${level}.downsamplers.0`]);
      [level, j] = [level + 1, 0];
      continue;
    }
    names.push([`${at}.0`, `down_blocks.${level}.resnets.${j}`], [`${at}.1`, `down_blocks.${level}.attentions.${j}`]);
    j += 1;
  }
  return names;
}

/** A residual block, perhaps a transformer, and in a level's last block the layer that doubles the size. */
function outputBlocks(keys: readonly string[]): [string, string][] {
  const names: [string, string][] = [];
  let [level, j] = [0, 0];
  for (const [number, layers] of inOrder(layersOf(keys, 'output_blocks'))) {
    const at = `output_blocks.${number}`;
    names.push([`${at}.0`, `up_blocks.${level}.resnets.${j}`]);
    const doubles = [...layers].find(([layer, rests]) => layer > 0 && rests.some((rest) => rest.startsWith('conv.')));
    if (doubles?.[0] !== 1) names.push([`${at}.1`, `up_blocks.${level}.attentions.${j}`]);
    j += 1;
    if (!doubles) continue;
    names.push([`${at}.${doubles[0]}`, `up_blocks.${level}.upsamplers.0`]);
    [level, j] = [level + 1, 0];
  }
  return names;
}

function inOrder<T>(byNumber: ReadonlyMap<number, T>): [number, T][] {
  return [...byNumber].sort(([a], [b]) => a - b);
}
