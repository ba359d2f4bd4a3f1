/**
 * The autoencoder's keys in the original layout (CompVis latent-diffusion, `ldm/modules/diffusionmodules/model.py`) → diffusers' keys.
 * The original numbers the decoder's levels from the largest picture on, diffusers from the smallest.
 */
export function vaeKeys(keys: Iterable<string>): ReadonlyMap<string, string> {
  const all = [...keys];
  const levels = 1 + Math.max(-1, ...all.map((key) => Number(/^decoder\.up\.(\d+)\./.exec(key)?.[1] ?? -1)));
  return new Map(all.filter((key) => ours.test(key)).map((key) => [key, renamed(key, levels)]));
}

/** What else a file may hold below `first_stage_model.` (a discriminator, averages) is not the autoencoder. */
const ours = /^(encoder|decoder|quant_conv|post_quant_conv)\./;

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\.down\.(\d+)\.block\.(\d+)\./, '.down_blocks.$1.resnets.$2.'],
  [/\.down\.(\d+)\.downsample\./, '.down_blocks.$1.downsamplers.0.'],
  [/\.up_blocks\.(\d+)\.block\.(\d+)\./, '.up_blocks.$1.resnets.$2.'],
  [/\.up_blocks\.(\d+)\.upsample\./, '.up_blocks.$1.upsamplers.0.'],
  [/\.mid\.block_1\./, '.mid_block.resnets.0.'],
  [/\.mid\.block_2\./, '.mid_block.resnets.1.'],
  [/\.mid\.attn_1\.norm\./, '.mid_block.attentions.0.group_norm.'],
  [/\.mid\.attn_1\.([qkv])\./, '.mid_block.attentions.0.to_$1.'],
  [/\.mid\.attn_1\.proj_out\./, '.mid_block.attentions.0.to_out.0.'],
  [/\.nin_shortcut\./, '.conv_shortcut.'],
  [/\.norm_out\./, '.conv_norm_out.'],
];

function renamed(key: string, levels: number): string {
  const turned = key.replace(
    /^decoder\.up\.(\d+)\./,
    (_, level: string) => `decoder.up_blocks.${levels - 1 - Number(level)}.`,
  );
  return replacements.reduce((name, [pattern, to]) => name.replace(pattern, to), turned);
}
