import type { StoredTensor } from '../safetensors.js';

const layer = /^transformer\.resblocks\.(\d+)\.(.+)$/;

const outside: Readonly<Record<string, string>> = {
  'token_embedding.weight': 'embeddings.token_embedding.weight',
  positional_embedding: 'embeddings.position_embedding.weight',
  'ln_final.weight': 'final_layer_norm.weight',
  'ln_final.bias': 'final_layer_norm.bias',
};
const inLayer: Readonly<Record<string, string>> = {
  ln_1: 'layer_norm1',
  ln_2: 'layer_norm2',
  'mlp.c_fc': 'mlp.fc1',
  'mlp.c_proj': 'mlp.fc2',
  'attn.out_proj': 'self_attn.out_proj',
};

/**
 * OpenCLIP's text model (Ilharco et al. 2021, `open_clip/transformer.py`) by transformers' keys: `text_model.…`, and
 * `text_projection.weight`, which OpenCLIP keeps transposed. Its one matrix for query, key and value is taken as three, whose rows lie
 * one after another in the file. Whatever else is there (`logit_scale`) is left out.
 */
export function openClipText(tensors: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, StoredTensor> {
  const mapped = new Map<string, StoredTensor>();
  for (const [key, tensor] of tensors) {
    if (Object.hasOwn(outside, key)) mapped.set(`text_model.${outside[key]}`, tensor);
    else if (key === 'text_projection') mapped.set('text_projection.weight', transposed(tensor));
    else if (key === 'text_projection.weight') mapped.set(key, tensor);
    const inBlock = layer.exec(key);
    if (!inBlock) continue;
    const [, number, rest] = inBlock;
    const at = `text_model.encoder.layers.${number}`;
    const fused = /^attn\.in_proj_(weight|bias)$/.exec(rest);
    if (fused) {
      for (const [i, name] of ['q_proj', 'k_proj', 'v_proj'].entries())
        mapped.set(`${at}.self_attn.${name}.${fused[1]}`, third(tensor, i));
      continue;
    }
    const [, module = '', kind = ''] = /^(.+)\.(weight|bias)$/.exec(rest) ?? [];
    if (Object.hasOwn(inLayer, module)) mapped.set(`${at}.${inLayer[module]}.${kind}`, tensor);
  }
  return mapped;
}

/** Rows i·n/3 to (i+1)·n/3 of n: contiguous, so that they too are read in place. */
function third(tensor: StoredTensor, i: number): StoredTensor {
  const [rows, ...rest] = tensor.shape;
  // What cannot be divided stays whole, and its shape is refused where it is used.
  if (rows % 3 !== 0) return tensor;
  const bytes = tensor.bytes / 3;
  return { ...tensor, shape: [rows / 3, ...rest], offset: tensor.offset + i * bytes, bytes };
}

function transposed(tensor: StoredTensor): StoredTensor {
  return tensor.shape.length === 2 ? { ...tensor, shape: [...tensor.shape].reverse(), transposed: true } : tensor;
}
