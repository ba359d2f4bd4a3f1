import type { Personalised } from '../aesthetic/personalise.js';

/** What of a prompt's encoding conditions a picture. */
export type Encoding = Pick<Personalised, 'states' | 'embedding' | 'steps'>;

/**
 * Where engines of one pack keep personalised encodings for each other, in other processes or on other machines: about 250 kB each for Stable
 * Diffusion. Keys are lower-case hexadecimal. Neither function rejects: what is not given is computed.
 */
export interface EncodingStore {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
}

/** `steps`, the embedding and the states, in float32 of this machine's byte order, which all that ONNX Runtime runs on share (little-endian). */
export function encodingToBytes({ steps, embedding, states }: Encoding): Uint8Array {
  const values = new Float32Array(1 + embedding.length + states.length);
  values[0] = steps;
  values.set(embedding, 1);
  values.set(states, 1 + embedding.length);
  return new Uint8Array(values.buffer);
}

/** The encoding with so many numbers; undefined where the bytes are none of it. */
export function encodingFromBytes(
  bytes: Uint8Array,
  sizes: { readonly embedding: number; readonly states: number },
): Encoding | undefined {
  if (bytes.byteLength !== 4 * (1 + sizes.embedding + sizes.states)) return undefined;
  // A copy from its own start: a Buffer may lie within another's memory.
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  const steps = values[0];
  if (!Number.isInteger(steps) || steps < 0 || !values.every(Number.isFinite)) return undefined;
  return { steps, embedding: values.slice(1, 1 + sizes.embedding), states: values.slice(1 + sizes.embedding) };
}
