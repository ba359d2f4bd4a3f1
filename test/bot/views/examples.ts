import { textsFor } from '../../../src/bot/i18n/index.js';
import type {
  Contest,
  ReportCase,
  AestheticDetails,
  AestheticSummary,
  DuelResult,
  Generation,
  GuildSettings,
  Outcome,
  PackSummary,
  Picture,
  PicturePair,
  ServerStatus,
} from '../../../src/bot/types.js';
import type { Painted } from '../../../src/bot/views/proof.js';
import type { UserErrorParams } from '../../../src/engine/index.js';

export const english = textsFor('en-US');

/** Values of every shape that views show, one each. */
export const generationId = 'AZVJ0000000000000000_-';

export const outcome: Outcome = {
  recipe: {
    prompt: 'a castle',
    negative: '',
    pack: 'demo',
    aesthetic: 'gloomcore@2',
    strength: 0.7,
    mix: 1,
    seed: 42,
    count: 1,
    width: 128,
    height: 128,
    sampler: 'ddim',
    steps: 25,
    guidance: 4,
  },
  cosine: { before: 0.2123, after: 0.4087 },
  textSteps: 6,
  device: 'cpu',
  precision: 'fp32',
  notices: [],
  cut: [],
};

export const gloomcore: AestheticSummary = {
  id: 'AZVJaesthetic000000001',
  name: 'gloomcore',
  version: 2,
  kind: 'contrast',
  note: 'dim grey mist',
  count: 3,
  uses: 7,
  votes: 12,
  score: 0.47,
  creatorId: '200',
};

export const generation: Generation & Painted = {
  id: generationId,
  guildId: '1',
  channelId: '10',
  askerId: '200',
  state: 'done',
  imagineOptions: {
    prompt: 'a castle',
    aesthetic: { id: gloomcore.id, name: gloomcore.name, version: gloomcore.version },
    strength: 'balanced',
  },
  outcome,
};

export const picture: Picture = {
  id: 'AZVJpicture00000000001',
  bytes: new Uint8Array([1, 2, 3]),
  seed: 42,
  plain: false,
};

export const details: AestheticDetails = {
  ...gloomcore,
  images: [1, 2, 3].map((n) => ({ id: `image${n}`, thumbnail: new Uint8Array([n]) })),
  card: { picture: new Uint8Array([9]), columns: [{ prompt: 'a castle', before: -0.34, after: 0.21 }] },
  createdAt: 0,
};

/** Of the example against plain. */
export const duelResult: DuelResult = {
  sides: [{ name: gloomcore.name, version: gloomcore.version, deleted: false }, 'plain'],
  wins: [3, 1],
  ties: 2,
  own: 1,
};
export const pairOfTwo: PicturePair = {
  prompt: 'a castle',
  ids: ['AZVJpicture00000000001', 'AZVJpicture00000000002'],
  thumbnails: [new Uint8Array([1]), new Uint8Array([2])],
};
export const contestExample: Contest = {
  id: 'AZVJcontest00000000001',
  guildId: '100',
  aestheticId: gloomcore.id,
  aestheticName: gloomcore.name,
  title: 'Mist & *fog*',
  threadId: '12',
  createdAt: 0,
  closesAt: 86_400_000,
};

export const reportCase: ReportCase = {
  generationId,
  prompt: 'a castle',
  aesthetic: { id: gloomcore.id, name: gloomcore.name, version: 2 },
  askerId: '201',
  channelId: '10',
  messageId: '777',
  thumbnails: [new Uint8Array([1])],
  reporterIds: ['200'],
  isRemoved: false,
  actions: [],
};

/** Values of every error of the engine's, one each. */
export const engineErrorParams: UserErrorParams = {
  emptyPrompt: undefined,
  promptTooLong: { length: 6001, most: 6000 },
  negativeTooLong: { length: 6001, most: 6000 },
  optionRange: { option: 'guidance', value: 60.5, min: 0, max: 50 },
  optionWhole: { option: 'steps', value: 2.5, min: 1, max: 150 },
  sizeImpossible: { side: 'width', pixels: 77, nearest: [64, 80], multiple: 16, min: 32, max: 2048 },
  samplerSteps: { sampler: 'lcm', steps: 60, most: 50 },
  textStepsTooMany: { steps: 200, tokens: 10, most: 160 },
  loraUnusable: { name: 'ink' },
  textStepsRanAway: undefined,
  guideMemory: { width: 512, height: 768, needed: 11.6, most: 6.2 },
  keepTooHigh: { keep: 0.9, steps: 4, most: 0.75 },
  imageEmpty: { name: 'the image' },
  imageTooLarge: { name: 'the image', mib: 25.5, most: 25 },
  imagePixels: { name: 'the image', width: 30_000, height: 20_000, millions: 50 },
  imageFormat: { name: 'the image', format: 'HEIC', accepted: ['JPEG', 'PNG'] },
  notAnImage: { name: 'the image', accepted: ['JPEG', 'PNG'] },
  imageAnimated: { name: 'the image' },
  imageDamaged: { name: 'the image', why: 'VipsJpeg: premature end' },
  aestheticEmpty: { name: 'mist.pt' },
  aestheticTooLarge: { name: 'mist.pt', bytes: 1048577, most: 1048576 },
  notAnAesthetic: { name: 'mist.pt', why: 'it holds a dict, not one tensor' },
  textualInversion: { name: 'my-cat.pt' },
  oldTorchFile: { name: 'mist.pt' },
  aestheticShape: { name: 'mist.safetensors', tensor: 'images', shape: '[1,3]', expected: '[K,2]' },
  aestheticKind: { name: 'mist.safetensors', kind: 'vibe', kinds: ['mean', 'contrast'] },
  aestheticNotFinite: { name: 'mist.pt' },
  aestheticZero: { name: 'mist.pt' },
  aestheticLength: { name: 'mist@1', length: 768, wanted: 256 },
  otherVectorLength: { name: 'mist', length: 768, expected: 256 },
  vectorAlone: { name: 'mist' },
  diversityAlone: undefined,
  diversityImages: { name: 'mist@1', count: 0 },
  lastImage: { name: 'mist' },
  noReference: undefined,
  blendCancels: undefined,
};

export const presets = { subtle: 0.4, balanced: 0.7, strong: 1 };

export const pack: PackSummary = {
  name: 'demo',
  title: 'Demo icons',
  checked: true,
  presets,
  defaults: { kind: 'contrast', strength: 'balanced' },
  prompts: ['a guitar', 'a dog face', 'a robot'],
  size: { width: 512, height: 512 },
  sizeMultiple: 64,
  loras: ['ink'],
  hasReference: true,
};

export const guildSettings: GuildSettings = {
  pack: 'demo',
  memberCap: 4,
  guildCap: 40,
  aestheticCap: 1000,
  channelIds: [],
  creators: 'everyone',
  uncheckedEverywhere: false,
  checkEverywhere: false,
  cards: true,
  keepImages: true,
  loras: [],
  rules: { accountDays: 0, memberDays: 0, roles: [], words: [], blocked: [], warned: [] },
};

export const statusExample: ServerStatus = {
  version: '1.2.3',
  startedAt: 1_700_000_000_500,
  parts: [
    { name: 'postgres', isWell: true },
    { name: 'redis', isWell: false },
  ],
  work: {
    workers: [
      { device: 'cuda', slots: 1, packs: ['demo', 'sd15_lcm'], msPerCost: 41.6 },
      { device: 'cpu', slots: 0, packs: ['demo'] },
    ],
    waiting: { here: 3, elsewhere: 5 },
    painting: { here: 0, elsewhere: 1 },
    seconds: 170,
    ended: { painted: 12, user: 2, bug: 1 },
  },
};
