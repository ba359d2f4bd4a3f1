import { adamProgram } from '../aesthetic/adam.js';
import { ascentProgram } from '../aesthetic/ascent.js';
import { langevinProgram } from '../aesthetic/langevin.js';
import type { TextModel } from '../aesthetic/textModel.js';
import { GraphError, UserError } from '../errors.js';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { FloatDtype } from '../graph/tensor.js';
import { tinyDecode, tinyDecoderProgram, tinyEncoderProgram } from '../models/autoencoderTiny.js';
import { clipGuidanceProgram } from '../models/clipGuidance.js';
import type { ClipGuidanceModels } from '../models/clipGuidance.js';
import { clipVision } from '../models/clipVision.js';
import { safetyCheckerProgram } from '../models/safetyChecker.js';
import { unetProgram } from '../models/unet.js';
import type { UnetOptions } from '../models/unet.js';
import { vaeDecoderProgram, vaeEncoderProgram } from '../models/vae.js';
import { decode } from '../models/vaeBlocks.js';
import { stripDecoderProgram, stripEncoderProgram } from '../models/vaeStrips.js';
import type { Cut } from '../models/vaeStrips.js';
import { floatLayers } from '../nn/layers.js';
import type { Pack } from '../pack/pack.js';
import { tinyVaeFolder } from '../pack/tinyVae.js';
import type { TinyVae } from '../pack/tinyVae.js';
import type { FloatPrecision, Precision } from '../types.js';
import { scopeOf } from '../weights/scope.js';
import { layersOf8Bits } from './quantisedUnet.js';

/** The programs that a pack's models become. Each checks the shapes of the tensors that it takes (CheckpointError). */
export const programs = {
  /** Encoding, and personalising by gradient ascent; float32 everywhere, so that vectors do not depend on the device. */
  text: (pack: Pack): Program => ascentProgram(textModel(pack)),
  /** Personalising by Adam. */
  adam: (pack: Pack): Program => adamProgram(textModel(pack)),
  /** Sampling by Langevin dynamics. */
  langevin: (pack: Pack): Program => langevinProgram(textModel(pack)),
  /** The same of the second text model. */
  secondText: (pack: Pack): Program => ascentProgram(secondTextModel(pack)),
  secondAdam: (pack: Pack): Program => adamProgram(secondTextModel(pack)),
  secondLangevin: (pack: Pack): Program => langevinProgram(secondTextModel(pack)),
  vision: ({ clip, projection }: Pack): Program => visionProgram(clip, 'clip', projection),
  /** In the space of the second text model. */
  secondVision: ({ second }: Pack): Program => {
    if (!second?.clip) throw new GraphError('this pack has no second vision tower');
    return visionProgram(second.clip, 'clip_2', second.projection);
  },
  /** Stable Diffusion's safety checker; float32 everywhere, so that its verdict does not depend on the device. @throws UserError where the pack has none */
  checker: ({ checker, settings }: Pack): Program => {
    if (!checker) throw new UserError(`${settings.name} has no safety checker`);
    return safetyCheckerProgram(checker.config, scopeOf(checker.tensors, 'safety_checker'));
  },
  unet: ({ unet, loras }: Pack, precision: Precision, options: Pick<UnetOptions, 'tokenDownsampling'> = {}): Program =>
    unetProgram(
      unet.config,
      scopeOf(unet.tensors, 'unet', dtypeOf[precision], { additions: loras?.unet }),
      dtypeOf[precision],
      { ...options, layers: precision === 'int8' ? layersOf8Bits(unet) : floatLayers },
    ),
  /** `cut`: of a picture of that size, in strips. */
  decoder: ({ vae }: Pack, precision: FloatPrecision, cut?: Cut): Program => {
    const parts = [vae.config, scopeOf(vae.tensors, 'vae', dtypeOf[precision]), dtypeOf[precision]] as const;
    return cut ? stripDecoderProgram(...parts, cut) : vaeDecoderProgram(...parts);
  },
  encoder: ({ vae }: Pack, precision: FloatPrecision, cut?: Cut): Program => {
    const parts = [vae.config, scopeOf(vae.tensors, 'vae', dtypeOf[precision]), dtypeOf[precision]] as const;
    return cut ? stripEncoderProgram(...parts, cut) : vaeEncoderProgram(...parts);
  },
  /** What CLIP guidance sees of latents; float32 everywhere, since gradients are small. */
  clipGuidance: (pack: Pack): Program => {
    const { config, tensors } = pack.vae;
    const scope = scopeOf(tensors, 'vae');
    return guidanceProgram(pack, (latents) => decode(config, scope, o.div(latents, config.scaling_factor)));
  },
  /** Of the tiny autoencoder. @throws UserError where the pack has none */
  tinyDecoder: (pack: Pack, precision: FloatPrecision): Program => {
    const { config, tensors } = tinyOf(pack);
    return tinyDecoderProgram(config, scopeOf(tensors, tinyVaeFolder, dtypeOf[precision]), dtypeOf[precision]);
  },
  tinyEncoder: (pack: Pack, precision: FloatPrecision): Program => {
    const { config, tensors } = tinyOf(pack);
    return tinyEncoderProgram(config, scopeOf(tensors, tinyVaeFolder, dtypeOf[precision]), dtypeOf[precision]);
  },
  tinyClipGuidance: (pack: Pack): Program => {
    const { config, tensors } = tinyOf(pack);
    const scope = scopeOf(tensors, tinyVaeFolder);
    return guidanceProgram(pack, (latents) => tinyDecode(config, scope, o.div(latents, config.scaling_factor)));
  },
} as const;

/** `pixels` [3,S,S] → `embedding` [1,projection]; float32 everywhere. */
function visionProgram({ vision, tensors }: Pack['clip'], what: string, projection: number): Program {
  const pixels = input('pixels', [3, vision.image_size, vision.image_size]);
  const embedding = clipVision(vision, scopeOf(tensors, what), projection, pixels);
  return { inputs: [pixels], outputs: { embedding: o.identity(embedding) } };
}

/** `decode`: latents as the U-Net has them → the picture, about −1 to 1. */
function guidanceProgram({ clip, projection, vae }: Pack, decode: ClipGuidanceModels['decode']): Program {
  const { vision, tensors, preprocessor } = clip;
  // Preprocessing is of values of 0 to 255.
  const [mean, std] = [preprocessor.mean, preprocessor.std].map((values) =>
    values.map((v) => v / (255 * preprocessor.rescale)),
  );
  return clipGuidanceProgram({
    channels: vae.config.latent_channels,
    decode,
    vision: (pixels) => clipVision(vision, scopeOf(tensors, 'clip'), projection, pixels),
    side: vision.image_size,
    projection,
    mean,
    std,
  });
}

function tinyOf({ tiny, settings }: Pack): TinyVae {
  if (!tiny) throw new UserError(`${settings.name} has no tiny decoder`);
  return tiny;
}

/** The type of the tensors that a precision computes with; in 8 bits, that of all but products. */
const dtypeOf = { fp32: 'float32', fp16: 'float16', int8: 'float32' } as const satisfies Record<Precision, FloatDtype>;

/** The pack's text model as the aesthetic programs take it. */
export function textModel({ text, clip, projection, loras }: Pack): TextModel {
  return {
    config: text.config,
    scope: scopeOf(text.tensors, 'text_encoder', 'float32', { additions: loras?.text }).at('text_model'),
    projection: scopeOf(clip.tensors, 'clip').get('text_projection.weight', [projection, text.config.hidden_size]),
    normed: text.depth.normed,
  };
}

export function secondTextModel({ second, loras }: Pack): TextModel {
  if (!second) throw new GraphError('this pack has no second text model');
  const { config, depth, tensors } = second.encoder;
  const scope = scopeOf(tensors, 'text_encoder_2', 'float32', { additions: loras?.secondText });
  return {
    config,
    scope: scope.at('text_model'),
    projection: scope.get('text_projection.weight', [second.projection, config.hidden_size]),
    normed: depth.normed,
  };
}
