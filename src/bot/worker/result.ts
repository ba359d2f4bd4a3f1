import type { ImagineRequest, ImagineResult, LoraRequest } from '../../engine/index.js';
import type { Texts } from '../i18n/index.js';
import type { ResolvedOptions, StoredOutcome } from '../repositories/index.js';

/** One painted picture of a request. */
export interface PaintedPicture {
  /** As painted. */
  readonly png: Uint8Array;
  /** As attached: enlarged where the pack says so. */
  readonly shown: Uint8Array;
  /** Tells the pictures of a request apart: of variations, the last one's. */
  readonly seed: number;
  readonly plain: boolean;
  readonly width: number;
  readonly height: number;
  readonly embedding: Float32Array;
  /** Of the aesthetic that it was painted with, where that is not its request's; the database's form. */
  readonly versionUuid?: string;
}

export interface PaintResult {
  readonly pictures: readonly PaintedPicture[];
  readonly outcome: StoredOutcome;
}

/** How pictures are shown. */
export interface Look {
  /** How many times larger than painted. */
  readonly upscale: number;
  /** For captions, in the server's language. */
  readonly texts: Texts;
}

export type Target = ImagineRequest['aesthetic'];

/** A request's options with the files that they name: of the picture that it starts from, and of LoRAs. */
export type PaintableOptions = ResolvedOptions & {
  readonly startFile?: Uint8Array;
  /** Of its LoRAs. */
  readonly loraFiles?: readonly LoraRequest[];
};

/** What the engine is asked for. Without an aesthetic nothing says how strong it is to be. */
export function requestOf(imagineOptions: PaintableOptions, aesthetic: Target): ImagineRequest {
  const {
    prompt,
    negative,
    strength,
    optimizer,
    seed,
    variations,
    count,
    diversity,
    size,
    sampler,
    steps,
    guidance,
    clipGuidance,
    clipSkip,
    checkSafety,
    start,
    startFile,
    loraFiles,
  } = imagineOptions;
  return {
    prompt,
    seed,
    ...(variations && { variations }),
    count,
    ...(negative !== undefined && { negative }),
    ...(aesthetic && { aesthetic }),
    ...(aesthetic && strength !== undefined && { strength }),
    ...(aesthetic && optimizer !== undefined && { optimizer }),
    ...(diversity !== undefined && { diversity }),
    ...(size !== undefined && { size }),
    ...(sampler !== undefined && { sampler }),
    ...(steps !== undefined && { steps }),
    ...(guidance !== undefined && { guidance }),
    // What is painted plain beside pictures with an aesthetic shows what both add.
    ...(clipGuidance && (aesthetic ?? !imagineOptions.aesthetic) && { clipGuidance }),
    ...(clipSkip !== undefined && { clipSkip }),
    ...(loraFiles && { loras: loraFiles }),
    ...(checkSafety === true && { checkSafety }),
    ...(startFile && { start: { image: startFile, ...(start?.keep !== undefined && { keep: start.keep }) } }),
  };
}

/** What is kept of the results of one request, shown `upscale` times as large: recipe and measures of the last, the times of all. */
export function outcomeOf(results: readonly ImagineResult[], upscale: number): StoredOutcome {
  const { recipe, cosine, textSteps, device, precision, notices, cut } = results[results.length - 1];
  const sum = (stage: keyof ImagineResult['ms']): number => results.reduce((all, { ms }) => all + ms[stage], 0);
  return {
    recipe,
    textSteps,
    device,
    precision,
    notices: [...notices],
    cut: [...cut],
    ms: { text: sum('text'), paint: sum('paint'), decode: sum('decode'), embed: sum('embed') },
    ...(cosine && { cosine }),
    ...(upscale > 1 && { upscale }),
  };
}
