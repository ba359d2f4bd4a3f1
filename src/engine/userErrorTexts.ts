/** An option of a request outside its range. */
type OutOfRange = {
  readonly option: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
};

type TooLong = {
  readonly length: number;
  readonly most: number;
};

/** An aesthetic by its label, or its file by its name. */
type Named = {
  readonly name: string;
};

/**
 * What can be wrong with a request, an image or an aesthetic's file, by code, in English. Whoever shows it in another language has the code
 * and the values. What only whoever runs the program can cause has no code.
 */
const userErrorTexts = {
  emptyPrompt: () => 'the prompt is empty: say what to paint',
  promptTooLong: ({ length, most }: TooLong) => `the prompt has ${length} characters; at most ${most} are taken`,
  negativeTooLong: ({ length, most }: TooLong) =>
    `the negative prompt has ${length} characters; at most ${most} are taken`,
  optionRange: ({ option, value, min, max }: OutOfRange) => `${option} is ${value}; it goes from ${min} to ${max}`,
  optionWhole: ({ option, value, min, max }: OutOfRange) =>
    `${option} is ${value}; it is a whole number from ${min} to ${max}`,
  sizeImpossible: (p: {
    readonly side: 'width' | 'height';
    readonly pixels: number;
    /** The possible ones on both sides of it. */
    readonly nearest: readonly number[];
    readonly multiple: number;
    readonly min: number;
    readonly max: number;
  }) =>
    `A ${p.side} of ${p.pixels} pixels is not possible with this model: take ${p.nearest.join(' or ')} ` +
    `(multiples of ${p.multiple} from ${p.min} to ${p.max}).`,
  samplerSteps: (p: { readonly sampler: string; readonly steps: number; readonly most: number }) =>
    `${p.sampler} takes 1 to ${p.most} steps with this model, not ${p.steps}.`,
  textStepsTooMany: (p: { readonly steps: number; readonly tokens: number; readonly most: number }) =>
    `${p.steps} text steps are too many for a prompt of ${p.tokens} tokens; at most ${p.most} fit`,
  loraUnusable: ({ name }: Named) =>
    `${name} is no LoRA that this pack can be painted with: its file is damaged, or of another kind of model`,
  textStepsRanAway: () => 'the text steps ran away to infinity: take a smaller lr, or a strength',
  keepTooHigh: (p: { readonly keep: number; readonly steps: number; readonly most: number }) =>
    `keep ${p.keep} leaves none of ${p.steps} steps to take; keep at most ${p.most}, or take more steps`,
  guideMemory: (p: {
    readonly width: number;
    readonly height: number;
    /** In GB, as is `most`. */
    readonly needed: number;
    readonly most: number;
  }) =>
    `guide takes about ${p.needed} GB of memory at ${p.width} × ${p.height} pixels, and ${p.most} GB are available: ` +
    'take a smaller picture, or leave guide out',

  imageEmpty: ({ name }: Named) => `${name} is an empty file`,
  imageTooLarge: (p: Named & { readonly mib: number; readonly most: number }) =>
    `${p.name} has ${p.mib} MiB; at most ${p.most} MiB are taken`,
  imagePixels: (p: Named & { readonly width: number; readonly height: number; readonly millions: number }) =>
    `${p.name} has ${p.width}×${p.height} pixels; at most ${p.millions} million are taken: make it smaller`,
  imageFormat: (p: Named & { readonly format: string; readonly accepted: readonly string[] }) =>
    `${p.name} looks like ${p.format}; accepted are ${p.accepted.join(', ')}`,
  notAnImage: (p: Named & { readonly accepted: readonly string[] }) =>
    `${p.name} is no image that can be read; accepted are ${p.accepted.join(', ')}`,
  imageAnimated: ({ name }: Named) => `${name} is an animated AVIF without a still image`,
  imageDamaged: (p: Named & { readonly why: string }) =>
    `${p.name} cannot be decoded, it is damaged or cut off: ${p.why}`,

  aestheticEmpty: ({ name }: Named) => `${name} is empty`,
  aestheticTooLarge: (p: Named & { readonly bytes: number; readonly most: number }) =>
    `${p.name} has ${p.bytes} bytes; an aesthetic has at most ${p.most}`,
  notAnAesthetic: (p: Named & { readonly why: string }) => `${p.name} is no aesthetic: ${p.why}`,
  textualInversion: ({ name }: Named) =>
    `${name} is a textual inversion, not an aesthetic: it changes what a word means, an aesthetic is one CLIP embedding. It cannot be used here`,
  oldTorchFile: ({ name }: Named) => `${name} is of torch's format from before 1.6: load it in torch and save it again`,
  aestheticShape: (p: Named & { readonly tensor: string; readonly shape: string; readonly expected: string }) =>
    `${p.name}: ${p.tensor} is ${p.shape}, expected ${p.expected}`,
  aestheticKind: (p: Named & { readonly kind: string; readonly kinds: readonly string[] }) =>
    `${p.name}: kind is "${p.kind}"; there are ${p.kinds.join(' and ')}`,
  aestheticNotFinite: ({ name }: Named) => `${name} holds numbers that are not finite: its file is damaged`,
  aestheticZero: ({ name }: Named) => `${name} is all zeros: it points nowhere`,
  aestheticLength: (p: Named & { readonly length: number; readonly wanted: number }) =>
    `${p.name} has ${p.length} numbers, and this pack's CLIP has ${p.wanted}: it was made with another CLIP. ` +
    'Make it again from its images with this pack.',

  otherVectorLength: (p: Named & { readonly length: number; readonly expected: number }) =>
    `${p.name} has ${p.length} numbers, expected ${p.expected}: it was made with another CLIP`,
  vectorAlone: ({ name }: Named) =>
    `${name} came as a vector alone, without its images: none can be added, removed or weighted`,
  diversityAlone: () => 'diversity makes pictures differ within an aesthetic: name one, or leave diversity out',
  diversityImages: (p: Named & { readonly count: number }) =>
    `${p.name} keeps ${p.count === 1 ? 'one image' : 'no images'}: diversity draws from two or more. Take an aesthetic made of several images, or leave diversity out`,
  lastImage: ({ name }: Named) =>
    `${name} has one image: without it there is nothing left. Delete the aesthetic instead`,
  noReference: () =>
    'a contrast aesthetic needs a reference, what the images are to differ from: this pack brings none. Give reference images, or make a mean.',
  blendCancels: () => 'the parts of the blend cancel out: nothing is left to steer towards',
};

type Texts = typeof userErrorTexts;

/** The values of each code; undefined where it takes none. */
export type UserErrorParams = { readonly [C in keyof Texts]: Parameters<Texts[C]>[0] };

/** A code with its values: plain data, for other processes and other languages. */
export type UserErrorData = {
  readonly [C in keyof Texts]: UserErrorParams[C] extends undefined
    ? { readonly code: C }
    : { readonly code: C; readonly params: UserErrorParams[C] };
}[keyof Texts];

/** What a code says in English. */
export function userErrorText(data: UserErrorData): string {
  // The table binds each text to its values, which the compiler cannot follow through the union.
  const text = userErrorTexts[data.code] as (params?: object) => string;
  return text('params' in data ? data.params : undefined);
}
