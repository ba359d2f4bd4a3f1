import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';

/** Gaussian error linear unit, Hendrycks and Gimpel 2016, in its exact form; divided by √2, which is how ONNX Runtime knows it and makes it one op. */
export const gelu = (x: Tensor): Tensor => o.mul(o.mul(x, 0.5), o.add(o.erf(o.div(x, Math.SQRT2)), 1));

/** OpenAI CLIP's approximation of it: x·σ(1.702x). */
const quickGelu = (x: Tensor): Tensor => o.mul(x, o.sigmoid(o.mul(x, 1.702)));

/** x·σ(x). */
export const silu = (x: Tensor): Tensor => o.mul(x, o.sigmoid(x));

/** `hidden_act` of CLIP's configurations. */
export const activations = { gelu, quick_gelu: quickGelu } as const;
