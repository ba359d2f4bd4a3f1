/** What transformers and diffusers call a model's weights, without variant and ending. */
const weightsName =
  /^(?:diffusion_pytorch_model|pytorch_model|model)(?:\.([\w.-]+?))?\.safetensors(?:\.index(?:\.(\w+))?\.json)?$/;
const shard = /-\d+-of-\d+$/;

/** Variants in the order in which they are taken, `''` the one without a name; others come after them, by their names. */
const order = ['', 'fp32', 'fp16', 'bf16'];

/**
 * The names among those of a folder that stand for the whole model's weights, the one to take first: full precision before less, one file
 * before shards, and weights averaged over training before those that were not (`non_ema`), which paint worse.
 */
export function weightVariants(names: readonly string[]): string[] {
  const found = names.flatMap((name) => {
    const match = weightsName.exec(name);
    // The variant of an index stands behind in diffusers' files, before in transformers'.
    const variant = match?.[2] ?? match?.at(1) ?? '';
    return match && !shard.test(variant) ? [{ name, variant }] : [];
  });
  const rank = ({ name, variant }: { name: string; variant: string }): readonly number[] => {
    const known = order.indexOf(variant.replace(/\.?non_ema$/, ''));
    return [Number(variant.endsWith('non_ema')), known === -1 ? order.length : known, Number(isIndex(name))];
  };
  return found.sort((a, b) => compare(rank(a), rank(b)) || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

/** A list of shards. */
export function isIndex(name: string): boolean {
  return name.endsWith('.json');
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.reduce((difference, value, i) => difference || value - b[i], 0);
}
