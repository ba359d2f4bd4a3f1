import type { EngineErrorTexts } from '../errors.js';

/** What the engine refuses: requests, images and files. As in `errors.ts`. */
export const engineErrors: EngineErrorTexts = {
  emptyPrompt: 'The prompt is empty: say what to paint.',
  promptTooLong: ({ length, most }) => `The prompt has ${length} characters; the maximum is ${most}.`,
  negativeTooLong: ({ length, most }) => `The negative prompt has ${length} characters; the maximum is ${most}.`,
  optionRange: ({ option, value, min, max }) => `${option} cannot be ${value}: it goes from ${min} to ${max}.`,
  optionWhole: ({ option, value, min, max }) =>
    `${option} cannot be ${value}: it is a whole number from ${min} to ${max}.`,
  sizeImpossible: ({ side, pixels, nearest, multiple, min, max }) =>
    `This model cannot paint a ${side === 'width' ? 'width' : 'height'} of ${pixels} pixels. Take ${nearest.join(' or ')} (multiples of ${multiple} from ${min} to ${max}).`,
  samplerSteps: ({ sampler, steps, most }) => `With this model ${sampler} takes 1 to ${most} steps, not ${steps}.`,
  textStepsTooMany: ({ steps, tokens, most }) =>
    `${steps} text steps are too many for a prompt of ${tokens} tokens; at most ${most} fit. Lower text_steps or shorten the prompt.`,
  loraUnusable: ({ name }) =>
    `The LoRA ${name} cannot be used with this pack. Server managers can choose others: /settings loras.`,
  textStepsRanAway: 'The text steps ran away to infinity: use a smaller lr, or strength in place of text_steps.',
  guideMemory: ({ width, height, needed, most }) =>
    `guide takes about ${needed} GB of memory at ${width} × ${height} pixels, and ${most} GB are available here. Ask for a smaller picture, or leave guide out.`,
  keepTooHigh: ({ keep, steps, most }) =>
    `keep ${keep} leaves none of the ${steps} steps to take. Keep at most ${most}, or take more steps.`,

  imageEmpty: () => 'The image is an empty file: attach it again.',
  imageTooLarge: ({ mib, most }) => `The image has ${mib} MiB; the maximum is ${most} MiB.`,
  imagePixels: ({ width, height, millions }) =>
    `The image has ${width}×${height} pixels; the maximum is ${millions} million. Make it smaller.`,
  imageFormat: ({ format, accepted }) =>
    `The image is of the format ${format}; the bot takes ${accepted.join(', ')}. Save it as one of these.`,
  notAnImage: ({ accepted }) => `The file is no image; the bot takes ${accepted.join(', ')}.`,
  imageAnimated: () => 'The image is an animated AVIF without a still image: save it in another format.',
  imageDamaged: () => 'The image is damaged or cut off: attach it again, or save it anew before.',

  aestheticEmpty: ({ name }) => `${name} is empty: attach the file again.`,
  aestheticTooLarge: ({ name, bytes, most }) =>
    `${name} has ${bytes} bytes; the file of an aesthetic has at most ${most}.`,
  notAnAesthetic: ({ name }) =>
    `${name} is not an aesthetic. The bot takes .safetensors files of /aesthetic export and .pt files with one CLIP vector.`,
  textualInversion: ({ name }) =>
    `${name} is a textual inversion, not an aesthetic: it changes what a word means, and an aesthetic is one CLIP vector. It cannot be used here.`,
  oldTorchFile: ({ name }) =>
    `${name} is in the format of torch before 1.6: load it in a newer torch and save it again.`,
  aestheticShape: ({ name, tensor, shape, expected }) =>
    `${name} is not an aesthetic that can be used: ${tensor} is ${shape}, expected ${expected}.`,
  aestheticKind: ({ name, kind, kinds }) => `The kind in ${name} is “${kind}”; there are ${kinds.join(' and ')}.`,
  aestheticNotFinite: ({ name }) => `${name} holds numbers that are not finite: the file is damaged.`,
  aestheticZero: ({ name }) => `${name} is all zeros: it points nowhere.`,
  aestheticLength: ({ name, length, wanted }) =>
    `${name} has ${length} numbers, and the pack of this server needs ${wanted}: it was made with another CLIP model. Make it again from its images.`,

  otherVectorLength: ({ length, expected }) =>
    `Not all of this was made with the same CLIP model (${length} and ${expected} numbers), so it cannot be combined. Make it again here from its images.`,
  vectorAlone: ({ name }) =>
    `“${name}” has only a vector and no images, so no images can be added, removed or weighted.`,
  diversityAlone: 'Diversity chooses among the images of an aesthetic. Name an aesthetic, or leave diversity out.',
  diversityImages: ({ name, count }) =>
    `“${name}” has ${count === 1 ? 'only one image' : 'no images'}, and diversity needs two or more. Take an aesthetic made of several images, or leave diversity out.`,
  lastImage: ({ name }) => `“${name}” has only one image. Use /aesthetic delete to delete the aesthetic.`,
  noReference:
    'This pack has no reference for contrast aesthetics, which say how images differ from others. Take the kind mean.',
  blendCancels: 'The parts of the blend cancel out, so nothing is left. Change the weights.',
};
