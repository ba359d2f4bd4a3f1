import type { SmallPicture } from './image/smallPicture.js';

/** Solvers of the reverse diffusion, by the names that requests use. */
export const samplerNames = [
  'pndm',
  'ddim',
  'euler',
  'euler_ancestral',
  'euler_karras',
  'dpmpp_2m',
  'dpmpp_2m_karras',
  'lcm',
] as const;
export type SamplerName = (typeof samplerNames)[number];

/** How the sampler's timesteps are spread over the training schedule (diffusers' `timestep_spacing`). */
export const spacingNames = ['linspace', 'leading', 'trailing'] as const;
export type Spacing = (typeof spacingNames)[number];

/** The part of the steps, in shares from 0 to 1, that guidance is taken in. */
export interface GuidanceInterval {
  readonly from: number;
  readonly to: number;
}

/** What CLIP guidance moves pictures towards: the aesthetic, or the text embedding of the prompt, personalised where it is. */
export const guidanceTargets = ['aesthetic', 'text'] as const;
export type GuidanceTarget = (typeof guidanceTargets)[number];

/** What makes pixels of latents: the pack's VAE, or its tiny autoencoder (diffusers' AutoencoderTiny), many times faster and less exact. */
export const decoderNames = ['full', 'tiny'] as const;
export type DecoderName = (typeof decoderNames)[number];

/** `mean`: the mean of K image embeddings (the paper). `contrast`: that mean minus a reference mean. */
export const aestheticKinds = ['mean', 'contrast'] as const;
export type AestheticKind = (typeof aestheticKinds)[number];

export const presetNames = ['subtle', 'balanced', 'strong'] as const;
export type PresetName = (typeof presetNames)[number];

export const deviceNames = ['auto', 'cpu', 'webgpu', 'cuda'] as const;
/** What may be asked for. `auto` takes cuda, then webgpu, then cpu, whichever is there. */
export type DeviceRequest = (typeof deviceNames)[number];
/** What runs. */
export type Device = Exclude<DeviceRequest, 'auto'>;
export const precisionNames = ['fp32', 'fp16', 'int8'] as const;
/**
 * What the U-Net and the VAE compute in; `int8`: products of the U-Net in 8 bits, all else and the VAE in fp32. Number types have three names in the engine, for three things: `Precision` is what a person
 * asks for and a result records; `Dtype` (graph/tensor.ts) is the type of one tensor of a program, as torch and ONNX spell it;
 * `StorageDtype` (weights/dtype.ts) is the type of a stored tensor, as the header of a .safetensors file spells it.
 */
export type Precision = (typeof precisionNames)[number];
/** Of models without a form in 8 bits. */
export type FloatPrecision = Exclude<Precision, 'int8'>;

/** What personalising steers towards: raw vector `[projection]`, as stored; it is normalised in use. */
export interface AestheticTarget {
  readonly vector: Float32Array;
  readonly kind: AestheticKind;
  /** The same for the second text model of Stable Diffusion XL, in the space of its own CLIP; absent: that one stays as it is. */
  readonly second?: Float32Array;
  /** What the vector was made from, where that is kept; diversity by the bootstrap needs it. */
  readonly source?: TargetSource;
  /** The CLIP that `second` was made with; of another one than the pack's own it is left out, and that is said. */
  readonly secondClipId?: string;
  /** The CLIP it was made with; where present it must be the pack's own. */
  readonly clipId?: string;
  /** `name@version`, for the picture's metadata. */
  readonly label?: string;
}

/** Raw image embeddings [d], K of them, and what their mean is taken against; of a contrast alone. */
export interface ImageVectors {
  readonly images: readonly Float32Array[];
  readonly reference?: Float32Array;
}

/** What an aesthetic's vector was made from. */
export interface TargetSource extends ImageVectors {
  /** What each image counts; absent: all the same. */
  readonly weights?: readonly number[];
  /** Of the same images, in the space of the second text model's CLIP. */
  readonly second?: ImageVectors;
}

/**
 * How the pictures of a request are made to differ by more than their seeds. `bootstrap`: each aims at another weighting of the aesthetic's images. `sgld`: each is a
 * sample of cyclical SGLD around the goal, by its own seed. `repulsion`: each is pushed away from those before it while it is painted, so that it depends on them.
 */
export const diversityMethods = ['bootstrap', 'sgld', 'repulsion'] as const;
export type DiversityMethod = (typeof diversityMethods)[number];

/** The paper's raw settings, for experts, in place of a strength. */
export interface RawOptimizer {
  readonly name: 'ascent' | 'adam';
  /** Gradient steps T. */
  readonly steps: number;
  /** Step size ε. */
  readonly lr: number;
}

/** Another seed's noise that is mixed in. */
export interface Variation {
  readonly seed: number;
  /** How far towards it, from 0 to 1, along the arc between the two (spherical interpolation). */
  readonly strength: number;
}

export interface ImagineRequest {
  /** As people write them: `(word:1.2)`, `((word))`, `[word]` for emphasis, `{red|blue}` for what the seed chooses. */
  readonly prompt: string;
  readonly negative?: string;
  readonly aesthetic?: AestheticTarget;
  /** 0 to 1.5, or a preset of the pack. Default: the pack's. Excludes `optimizer`. */
  readonly strength?: number | PresetName;
  readonly optimizer?: RawOptimizer;
  /** Weight of the personalised text states against the plain ones (a linear interpolation), 0 to 1; default 1. */
  readonly mix?: number;
  /** How much more the pictures differ than by their seeds, 0 to 1; default 0. */
  readonly diversity?: number;
  /** Default: `repulsion`. `bootstrap` needs the aesthetic's images (`source`), `sgld` an aesthetic and a strength. */
  readonly diversityMethod?: DiversityMethod;
  /** Image i is drawn with seed + i. Default: a random one, which the result names. */
  readonly seed?: number;
  /**
   * Noise that is mixed into the seed's, one after another: pictures near that of the seed. Then all images are drawn with the same seed,
   * and image i with i more in the last variation's.
   */
  readonly variations?: readonly Variation[];
  readonly count?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly sampler?: SamplerName;
  readonly steps?: number;
  readonly guidance?: number;
  /** Guidance on part of the steps: of n the ⌊from·n⌋-th (counted from 0) to the one before the ⌊to·n⌋-th. Default: on all of them. */
  readonly guidanceInterval?: GuidanceInterval;
  /** Moves what the picture becomes, at the steps in the middle, towards what CLIP takes for nearer to a target; needs more time. Default: off. */
  readonly clipGuidance?: ClipGuidanceRequest;
  /** 2: self-attention on the finest level takes keys and values from every second row and column, which is faster. Default: from all. */
  readonly tokenDownsampling?: 2;
  /** A picture to start from, in place of noise alone. */
  readonly start?: StartRequest;
  /** Default: what diffusers would take for this pack and sampler. */
  readonly spacing?: Spacing;
  /** Default: the pack's. `tiny` encodes the picture to start from as well, where its encoder is there. */
  readonly decoder?: DecoderName;
  /** Which of the text model's states condition the U-Net, as A1111 counts: 1 is what the pack takes, 2 those of the layer before. */
  readonly clipSkip?: number;
  /** LoRAs to paint with, beside those that the engine was opened with. */
  readonly loras?: readonly LoraRequest[];
  /**
   * Whether the pack's safety checker looks at each picture; default false. A pack without one refuses. Pictures are painted alike either
   * way, and what is flagged is in the result, too: whether it is shown is for whoever asks.
   */
  readonly checkSafety?: boolean;
}

/** CLIP guidance by the pack's own CLIP. */
export interface ClipGuidanceRequest {
  /** How far a guided step moves the noiseless latents, as a share of their length, 0 to 0.5; 0: off. */
  readonly scale: number;
  /** Default: `text`, which was the better of the two (docs/method.md#clip-guidance). */
  readonly towards?: GuidanceTarget;
}

/** A LoRA to paint with. */
export interface LoraRequest {
  /** A .safetensors file with kohya's, peft's or diffusers' keys. */
  readonly file: string;
  /** 1 is as it was trained; default 1. */
  readonly scale?: number;
}

/** A LoRA that is in use: its file's name without ending. */
export interface AppliedLora {
  readonly name: string;
  readonly scale: number;
}

export interface StartRequest {
  /** A path or the file's content: JPEG, PNG, WebP, GIF or AVIF. It is scaled and cropped to the picture's size. */
  readonly image: string | Uint8Array;
  /** How much of it is kept, from 0 to 1; default 0.3, or less where it would leave no step. */
  readonly keep?: number;
}

export interface PaintedImage {
  /** PNG with its recipe in the `parameters` text. */
  readonly png: Uint8Array;
  readonly seed: number;
  /** Absent: none. */
  readonly variations?: readonly Variation[];
  readonly width: number;
  readonly height: number;
  /** CLIP image embedding `[projection]`, raw. */
  readonly embedding: Float32Array;
  /** The safety checker's verdict; absent where it was not asked for. */
  readonly flagged?: boolean;
}

/** What whoever asked should know beside a result. */
export type Notice =
  /** No step was taken: the prompt's cosine is at what full strength aims for. */
  | { readonly code: 'alreadyClose'; readonly cosine: number; readonly full: number }
  /** The ascent ended at its most steps, short of its goal. */
  | { readonly code: 'stepsUsedUp'; readonly steps: number; readonly cosine: number; readonly goal: number }
  /** The cosine of full strength is a guess for this pack. */
  | { readonly code: 'strengthUnmeasured'; readonly kind: AestheticKind; readonly cosine: number }
  /** The pack knows `count` subjects, `examples` among them, and the prompt names none. */
  | {
      readonly code: 'unknownSubject';
      readonly pack: string;
      readonly count: number;
      readonly examples: readonly string[];
    }
  /** The picture to start from had other proportions than what was painted. */
  | { readonly code: 'startCropped'; readonly width: number; readonly height: number }
  /** The pack has a second text model, and the aesthetic no vector for it. */
  | { readonly code: 'secondTextPlain' }
  /** Diversity pushes a picture away from those before it, and there is one picture. */
  | { readonly code: 'diversityOfOne' }
  /** The safety checker flagged so many of the pictures. */
  | { readonly code: 'flagged'; readonly count: number }
  /** The U-Net overflowed in fp16: the picture was painted in fp32. */
  | { readonly code: 'paintedInFp32' }
  /** The decoder overflowed in fp16. */
  | { readonly code: 'decodedInFp32' };

/** How often something was there already, and how often it had to be computed or opened. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

export interface ImagineResult {
  readonly images: readonly PaintedImage[];
  /** Cosine of the prompt's text embedding to the aesthetic; absent without one. */
  readonly cosine?: { readonly before: number; readonly after: number };
  /** Gradient steps taken. */
  readonly textSteps: number;
  readonly device: Device;
  readonly precision: Precision;
  /** How many images went through the U-Net at once; absent: one after another. */
  readonly batch?: number;
  /** Everything that was chosen, defaults filled in. */
  readonly recipe: Recipe;
  /** Words of the prompt (and of the negative prompt) that did not fit. */
  readonly cut: readonly string[];
  /** For whoever asked: the step cap was reached, c★ is unmeasured, …; `noticeText` has the words. */
  readonly notices: readonly Notice[];
  /** Milliseconds by stage, loading models included where a stage was the first to need them. */
  readonly ms: { readonly text: number; readonly paint: number; readonly decode: number; readonly embed: number };
  /** Text states, plain and personalised, and sessions, by each use of one; those of embeddings that ran between its steps are with them. */
  readonly caches: { readonly texts: CacheCounts; readonly sessions: CacheCounts };
}

/** How a pack's U-Net in 8 bits compares with fp32 on the pack's own pictures; `unproved`: that was not looked at, or not to the end. */
export type Int8Verdict = 'proved' | 'failed' | 'unproved';

/** A request with every default filled in: painting it again gives the same pixels on the same device. */
export interface Recipe {
  /** What was chosen of `{red|blue}`; emphasis as written. */
  readonly prompt: string;
  readonly negative: string;
  readonly pack: string;
  readonly aesthetic?: string;
  readonly strength?: number;
  readonly optimizer?: RawOptimizer;
  readonly mix: number;
  /** Absent: 0. */
  readonly diversity?: number;
  /** Absent: `repulsion`, by which a picture depends on those before it: its text has the request's seed, and as many pictures as end with it. */
  readonly diversityMethod?: Exclude<DiversityMethod, 'repulsion'>;
  readonly seed: number;
  /** Absent: none. */
  readonly variations?: readonly Variation[];
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly sampler: SamplerName;
  readonly steps: number;
  readonly guidance: number;
  /** Absent: all steps. */
  readonly guidanceInterval?: GuidanceInterval;
  /** Absent: off. */
  readonly clipGuidance?: Required<ClipGuidanceRequest>;
  /** Absent: none. */
  readonly tokenDownsampling?: 2;
  /** Absent: the pack's, else the sampler's. */
  readonly spacing?: Spacing;
  /** Absent: the VAE's. */
  readonly decoder?: Extract<DecoderName, 'tiny'>;
  /** Absent: 1. */
  readonly clipSkip?: number;
  /** Absent: none. */
  readonly loras?: readonly AppliedLora[];
  /** The picture that was the start: the hash of its RGB bytes in the painted size, and how much of it was kept. */
  readonly start?: { readonly sha256: string; readonly keep: number };
  /** Absent: fp32 or fp16, which differ by what the eye does not see. */
  readonly precision?: Extract<Precision, 'int8'>;
}

export type Progress =
  | { readonly stage: 'text' | 'decode' | 'embed' }
  | {
      readonly stage: 'paint';
      /** Steps done of all images of the request, and their number. */
      readonly done: number;
      readonly total: number;
      /** A small RGB picture of what is being painted, one byte a channel, absent on most steps. */
      readonly preview?: { readonly width: number; readonly height: number; readonly rgb: Uint8Array };
    };

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface ImagineRequestOptions extends RequestOptions {
  /** Gets each picture as soon as it is done; the result has them all. */
  readonly onPicture?: (picture: PaintedImage) => void;
}

/** Raw embeddings of one image by every vision tower of a pack. */
export interface TowerEmbeddings {
  /** `[projection]`, in the space of aesthetics. */
  readonly vector: Float32Array;
  /** In the space of the second text model of Stable Diffusion XL; absent where the pack lacks that CLIP (`info.second`). */
  readonly second?: Float32Array;
}

export interface EngineInfo {
  readonly pack: string;
  readonly title: string;
  readonly device: Device;
  readonly precision: Precision;
  /**
   * Whether the pack is proved in 8 bits, by which precision is chosen on a CPU that has them; absent where a precision was asked for, and on
   * other devices.
   */
  readonly int8?: Int8Verdict;
  readonly clipId: string;
  /** Length of image and text embeddings. */
  readonly projection: number;
  /** The CLIP of the second text model, where it is there with its vision tower: images get a vector in its space, too. */
  readonly second?: { readonly clipId: string; readonly projection: number };
  /** The pack declares that all it can draw is fit for every channel. */
  readonly safe: boolean;
  /** The pack has a safety checker, which `checkSafety` asks for. */
  readonly checks: boolean;
}

/** Images and prompts in, pictures and vectors out. Calls are served one after another. */
export interface Engine {
  readonly info: EngineInfo;
  /** CLIP image embeddings, raw, one `[projection]` vector an image, from paths or file contents. */
  embedImages(images: readonly (string | Uint8Array)[], options?: RequestOptions): Promise<Float32Array[]>;
  /** The same by every vision tower of the pack, for new aesthetics. */
  embedByTowers(images: readonly (string | Uint8Array)[], options?: RequestOptions): Promise<TowerEmbeddings[]>;
  /**
   * WebP thumbnails, one an image: squares of so many pixels, or whole pictures made small. What strangers sent is decoded where the engine
   * is. @throws UserError
   */
  thumbnails(
    images: readonly (string | Uint8Array)[],
    size: number | SmallPicture,
    options?: RequestOptions,
  ): Promise<Uint8Array[]>;
  /** CLIP text embeddings by the pack's own text encoder, raw, one `[projection]` vector a text. */
  embedTexts(texts: readonly string[], options?: RequestOptions): Promise<Float32Array[]>;
  imagine(request: ImagineRequest, options?: ImagineRequestOptions): Promise<ImagineResult>;
  close(): Promise<void>;
}
