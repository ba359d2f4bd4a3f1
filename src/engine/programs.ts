import { copiedProgram } from './aesthetic/copied.js';
import { factoredProgram } from './aesthetic/factored.js';
import type { TextModel } from './aesthetic/textModel.js';
import type { Program } from './graph/onnx.js';
import * as o from './graph/ops.js';
import { input } from './graph/tensor.js';
import { clipVision } from './models/clipVision.js';
import { unetProgram } from './models/unet.js';
import { vaeDecoderProgram, vaeEncoderProgram } from './models/vae.js';
import type { Pack } from './pack/open.js';
import type { Precision } from './types.js';
import { scopeOf } from './weights/scope.js';

/** The programs that a pack's models become. Each checks the shapes of the tensors that it takes (CheckpointError). */
export const programs = {
  /** Encoding and personalising by factored ascent; float32 everywhere, so that vectors do not depend on the device. */
  text: (pack: Pack): Program => factoredProgram(textModel(pack)),
  /** Personalising by Adam on copied weights. */
  adam: (pack: Pack): Program => copiedProgram(textModel(pack)),
  /** `pixels` [3,S,S] → `embedding` [1,projection]; float32 everywhere. */
  vision: (pack: Pack): Program => {
    const { vision, tensors } = pack.clip;
    const pixels = input('pixels', [3, vision.image_size, vision.image_size]);
    const embedding = clipVision(vision, scopeOf(tensors, 'clip'), pack.projection, pixels);
    return { inputs: [pixels], outputs: { embedding: o.identity(embedding) } };
  },
  unet: ({ unet }: Pack, precision: Precision): Program =>
    unetProgram(unet.config, scopeOf(unet.tensors, 'unet', dtypes[precision]), dtypes[precision]),
  decoder: ({ vae }: Pack, precision: Precision): Program =>
    vaeDecoderProgram(vae.config, scopeOf(vae.tensors, 'vae', dtypes[precision]), dtypes[precision]),
  encoder: ({ vae }: Pack, precision: Precision): Program =>
    vaeEncoderProgram(vae.config, scopeOf(vae.tensors, 'vae', dtypes[precision]), dtypes[precision]),
} as const;

const dtypes = { fp32: 'float32', fp16: 'float16' } as const satisfies Record<Precision, string>;

/** The pack's text model as the aesthetic programs take it. */
export function textModel({ text, clip, projection }: Pack): TextModel {
  return {
    config: text.config,
    depth: text.depth,
    scope: scopeOf(text.tensors, 'text_encoder').at('text_model'),
    projection: scopeOf(clip.tensors, 'clip').get('text_projection.weight', [projection, text.config.hidden_size]),
  };
}
