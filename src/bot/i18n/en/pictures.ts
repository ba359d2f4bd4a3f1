/** On and around pictures. */
export const pictures = {
  waiting: (place: number, when?: string) =>
    place === 0
      ? 'Painting is not available now. This request will be painted when it is available again'
      : `Waiting: ${place === 1 ? 'next' : `place ${place}`}${when === undefined ? '' : `, ${when}`}`,
  readingPrompt: 'Reading the prompt…',
  painting: (done: number, total: number, when?: string) =>
    `Painting: step ${done} of ${total}${when === undefined ? '' : `, ${when} to go`}`,
  finishing: 'Finishing…',
  preview: 'A rough preview of the picture that is being painted',
  cancelled: 'Cancelled.',
  failed: 'This picture could not be painted.',
  erased: 'The data of this picture was erased.',
  noAesthetic: 'no aesthetic',
  version: (name: string, version: number) => `${name} v${version}`,
  strength: (value: string) => `strength ${value}`,
  raw: (name: string, steps: number, lr: string) => `${name}, ${steps} steps, ε ${lr}`,
  cosine: (before: string, after: string) => `cosine ${before} → ${after}`,
  varied: (seed: number, by: string) => `seed ${seed}, varied by ${by}`,
  seed: (first: number, last: number) => (first === last ? `seed ${first}` : `seeds ${first} to ${last}`),
  cut: (words: string) => `The prompt is too long. These words were left out: ${words}`,
  alt: (prompt: string, aesthetic?: string) =>
    aesthetic === undefined
      ? `${prompt}, painted without an aesthetic`
      : `${prompt}, painted in the aesthetic ${aesthetic}`,
  strip: {
    /** Above and in the picture itself: plain text. */
    title: (prompt: string, aesthetic: string, seed: number) => `${prompt} · ${aesthetic} · seed ${seed}`,
    /** In the picture, over all steps, and over each: there is little room. */
    legend: 'strength, and cosine to the aesthetic',
    pictureCaption: (percent: number, cosine: string) => `${percent} %\n${cosine}`,
    caption: (percent: number, cosine: string) => `${percent} % · cosine ${cosine}`,
    /** In the proof line. */
    range: 'strength 0 to 100 %',
    hint: 'From left to right: 0, 25, 50, 75 and 100 % of “strong”, same seed',
    alt: (prompt: string, aesthetic: string, steps: readonly string[]) =>
      `${prompt}, painted five times with the same seed, with increasing strength of the aesthetic ${aesthetic}: ${steps.join('; ')}`,
  },
  plainAndPersonalised: (aesthetic: string) => `Without and with ${aesthetic}, same seed`,
  /** What the engine has to say about a painting; small print below the picture. */
  notices: {
    alreadyClose: (cosine: string, full: string) =>
      `The prompt is already as close to the aesthetic as it should be (cosine ${cosine} of ${full}). No step was taken`,
    stepsUsedUp: (steps: number, cosine: string, goal: string) =>
      `Stopped after ${steps} text steps at cosine ${cosine}, short of the goal of ${goal}`,
    strengthUnmeasured: (kind: string, cosine: string) =>
      `Full strength of ${kind} aesthetics is a guess (cosine ${cosine}). It was not measured for this pack`,
    unknownSubject: (pack: string, count: number, examples: string) =>
      `${pack} knows ${count} subjects, and the prompt names none of them. Try ${examples}`,
    startCropped: (width: number, height: number) => `The picture to start from was cropped to ${width} × ${height}`,
    secondTextPlain: 'The aesthetic has no vector for this model’s second text encoder, which was not personalised',
    diversityOfOne: 'diversity sets the pictures of one request apart: with one picture it changes nothing',
    flagged: (count: number) =>
      count === 1
        ? 'The safety check held back 1 picture. It is not shown and not kept'
        : `The safety check held back ${count} pictures. They are not shown and not kept`,
    paintedInFp32: 'The U-Net overflowed in fp16. The picture was painted again in fp32',
    decodedInFp32: 'The decoder overflowed in fp16. The picture was decoded again in fp32',
  },
  buttons: {
    again: 'Again',
    stronger: 'Stronger',
    weaker: 'Weaker',
    plain: 'Compare with plain',
    strip: 'Strip',
    larger: 'Larger',
    vary: 'Vary…',
    varySubtle: 'Vary (subtle)',
    varyStrong: 'Vary (strong)',
    other: 'Another aesthetic',
    recipe: 'Recipe',
    delete: 'Delete',
    cancel: 'Cancel',
    retry: 'Try again',
  },
  /** Sizes by their proportions. */
  shapes: { square: 'Square', portrait: 'Portrait', landscape: 'Landscape', wide: 'Wide' },
  varyTitle: 'Paint pictures near one of these:',
  varyPlaceholder: 'Select a picture',
  varyOption: {
    subtle: (number: number) => `Picture ${number}, subtle`,
    strong: (number: number) => `Picture ${number}, strong`,
  },
  pickTitle: 'Paint it again with the same seed and this aesthetic:',
  pickPlaceholder: 'Select an aesthetic',
  shownAt: (width: number, height: number, upscale: number) =>
    `${width} × ${height}, shown at ${width * upscale} × ${height * upscale} (Lanczos)`,
  recipeTitle: 'All options of this picture. This command paints it again:',
  /** In the recipe's table: names of its lines, and what they hold. */
  recipe: {
    pack: 'pack',
    size: 'size',
    start: 'start',
    aesthetic: 'aesthetic',
    loras: 'LoRA',
    optimizer: 'optimiser',
    cosine: 'cosine',
    device: 'device',
    none: 'none',
    equalGain: 'equal-gain ascent',
    raw: (name: string, lr: string) => `${name}, ε ${lr}`,
    taken: (optimizer: string, steps: number, mix: string) => `${optimizer}, ${steps} steps taken, mix ${mix}`,
  },
  /** How long something will take, rounded up. */
  durations: {
    moment: 'a few seconds',
    seconds: (count: number) => `about ${count} s`,
    minutes: (count: number) => `about ${count} min`,
    hours: (count: number) => `about ${count} h`,
  },
} as const;
