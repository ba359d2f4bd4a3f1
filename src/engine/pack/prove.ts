import { CheckpointError, GraphError } from '../errors.js';
import { input } from '../graph/tensor.js';
import { tinyDecoderProgram, tinyEncoderProgram } from '../models/autoencoderTiny.js';
import { clipVision } from '../models/clipVision.js';
import { safetyCheckerProgram } from '../models/safetyChecker.js';
import { unetProgram } from '../models/unet.js';
import { vaeDecoderProgram, vaeEncoderProgram } from '../models/vae.js';
import { scopeOf } from '../weights/scope.js';
import type { Pack } from './pack.js';
import { textShapes } from './textEncoder.js';
import { tinyVaeFolder } from './tinyVae.js';

/** Faults that one message names. */
const named = 5;

/**
 * Builds every model of a pack once, of its headers alone: each tensor that is missing, misshapen or of a type that cannot be computed with
 * is found now, not in the middle of the first request.
 * @throws CheckpointError that names them
 */
export function provePack(pack: Pack): void {
  const { text, second, clip, unet, vae, tiny, checker, projection } = pack;
  const faults: string[] = [];
  const onFault = (fault: string): void => void faults.push(fault);
  const scope = (tensors: Pack['unet']['tensors'], what: string) => scopeOf(tensors, what, 'float32', { onFault });

  const textScope = scope(text.tensors, 'text_encoder');
  for (const [key, shape] of textShapes(text.config)) textScope.get(key, shape);
  if (second) {
    const { config, tensors } = second.encoder;
    const secondScope = scope(tensors, 'text_encoder_2');
    for (const [key, shape] of textShapes(config)) secondScope.get(key, shape);
    secondScope.get('text_projection.weight', [second.projection, config.hidden_size]);
  }
  const clipScope = scope(clip.tensors, 'clip');
  clipScope.get('text_projection.weight', [projection, text.config.hidden_size]);
  const tower = ({ vision }: Pack['clip'], tensors: typeof clipScope, size: number): void => {
    clipVision(vision, tensors, size, input('pixels', [3, vision.image_size, vision.image_size]));
  };
  const clip2 = second?.clip;
  const build: Readonly<Record<string, () => void>> = {
    clip: () => {
      tower(clip, clipScope, projection);
    },
    ...(clip2 && {
      clip_2: () => {
        tower(clip2, scope(clip2.tensors, 'clip_2'), second.projection);
      },
    }),
    unet: () => unetProgram(unet.config, scope(unet.tensors, 'unet'), 'float32'),
    vae: () => {
      const whole = scope(vae.tensors, 'vae');
      vaeDecoderProgram(vae.config, whole, 'float32');
      vaeEncoderProgram(vae.config, whole, 'float32');
    },
    ...(tiny && {
      [tinyVaeFolder]: () => {
        const whole = scope(tiny.tensors, tinyVaeFolder);
        tinyDecoderProgram(tiny.config, whole, 'float32');
        if (tiny.encodes) tinyEncoderProgram(tiny.config, whole, 'float32');
      },
    }),
    ...(checker && {
      safety_checker: () => safetyCheckerProgram(checker.config, scope(checker.tensors, 'safety_checker')),
    }),
  };
  for (const [what, make] of Object.entries(build)) {
    try {
      make();
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      throw new CheckpointError(`${what}/config.json describes no model that can be built: ${error.message}`, {
        cause: error,
      });
    }
  }
  refuse(faults);
}

function refuse(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const eightBits = /is stored as (F8_\w+|I8|U8|F4)/.exec(faults.join('\n'));
  const remedy = eightBits ? ` (weights in ${eightBits[1]} are not computed with: download the fp16 variant)` : '';
  const more = faults.length > named ? `; and ${faults.length - named} more` : '';
  throw new CheckpointError(faults.slice(0, named).join('; ') + more + remedy);
}
