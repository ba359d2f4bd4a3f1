/**
 * The engine: images and prompts in, pictures and vectors out. This is its only door; nothing outside imports from behind it.
 *
 * `openEngine` loads a pack in this process, `openEngineChild` in a process of its own. See docs/engine.md. The help of the command line needs
 * names and errors alone: it takes them from types.ts and errors.ts, which load nothing else.
 */
export { cpuThreads } from './runtime/cpuThreads.js';
export { memoryBudget } from './runtime/memoryBudget.js';
export type { MemoryBudget } from './runtime/memoryBudget.js';
export { int8Standing, openEngine, proveInt8 } from './pipeline/onDemand.js';
export type { OpenOptions } from './pipeline/openEngine.js';
export { openEngineChild } from './child.js';
export type { EncodingStore } from './pipeline/sharedEncodings.js';
export type { EngineChild, EngineChildOptions } from './child.js';
export * from './errors.js';
export type { UserErrorData, UserErrorParams } from './userErrorTexts.js';
export * from './types.js';
export { noticeText } from './notices.js';

/** 8 bits on a CPU: the proof of a pack, and what follows from it. */
export { int8Limits, int8Verdict, readInt8Proof } from './pipeline/int8Proof.js';
export type { Int8Proof } from './pipeline/int8Proof.js';

/** Packs: where they are, what they hold, what their settings are and where each came from. */
export { findPack, listPacks } from './pack/find.js';
export { modelFolders } from './pack/paths.js';
export { cardPrompts, cardSeed } from './pack/card.js';
export { packSignature } from './pack/signature.js';
export type { FoundPack } from './pack/find.js';
export { openPack } from './pack/pack.js';
export type { Pack } from './pack/pack.js';
export { withLoras } from './pack/lora.js';
export { checkerRepository, kindOfConfigs, kinds as packKinds } from './pack/kinds.js';
export { MissingClipError } from './pack/clip.js';
export { findShared, sharedName } from './pack/shared.js';
export { openSafetyChecker } from './pack/safetyChecker.js';
export type { SharedPart } from './pack/shared.js';
export type { ModelKind } from './pack/kinds.js';
export { modelMemory } from './pipeline/memory.js';
export type { ModelMemory } from './pipeline/memory.js';
export { fittingLoras, listLoras, loraFolder, lorasSignature } from './pack/loraFiles.js';
export type { FoundLora } from './pack/loraFiles.js';
export { tinyVaeFolder } from './pack/tinyVae.js';
export { clipId } from './pack/clipId.js';
export { contentId } from './pack/contentId.js';
export type { PackExample } from './pack/examples.js';
export { explainPrompt, promptWords } from './pipeline/explainPrompt.js';
export type { ExplainedPrompt } from './pipeline/explainPrompt.js';
export { smallestSide } from './pipeline/request.js';
export { repaintRequest } from './pipeline/repaint.js';
export { checkRequest, packLimits } from './pipeline/limits.js';
export type { PackLimits } from './pipeline/limits.js';
export type { Origin, PackSettings, ReadyAesthetic, SettingName } from './pack/settings.js';

/** Checkpoints: what a .safetensors file holds; only its header is read. */
export { openSafetensors } from './weights/safetensors.js';
export type { SafetensorsFile, StoredTensor } from './weights/safetensors.js';

/** Pictures: any format in, PNG with its recipe out, several in one labelled grid. */
export { decodeImage } from './image/decode.js';
export { imageExtensions } from './image/imageFormat.js';
export type { RgbImage } from './image/decode.js';
export { encodePng, readPngText } from './image/png.js';
export { enlargePng } from './image/enlarge.js';
export { encodeWebp } from './image/webp.js';
export type { WebpOptions } from './image/webp.js';
export { parseParameters } from './image/parameters.js';
export type { ParsedParameters } from './image/parameters.js';
export { captionedGrid } from './image/captionedGrid.js';
export type { CaptionedGridOptions, CaptionedPicture, CaptionedRow } from './image/captionedGrid.js';
export { labelledGrid } from './image/grid.js';
export type { GridOptions, GridRow } from './image/grid.js';

/** Aesthetics: what they are, their files, and how they are made of image embeddings. */
export {
  addImages,
  contrastVector,
  cosine,
  lengthOf,
  makeAesthetic,
  meanVector,
  removeImage,
  sourceOf,
  weightImages,
} from './aesthetic/embedding.js';
export type { Aesthetic, Ingredients, SecondVectors } from './aesthetic/embedding.js';
export { blend } from './aesthetic/blend.js';
export type { Part } from './aesthetic/blend.js';
export { aestheticFormats, readAesthetic, writeAesthetic } from './aesthetic/file.js';
export type { AestheticFormat } from './aesthetic/file.js';
export {
  aivazovskyPictures,
  bucketContrast,
  paperAesthetics,
  ratingsFolder,
  readRatingBuckets,
  readScoreHeads,
} from './aesthetic/paperFiles.js';
export type { ScoreHead } from './aesthetic/paperFiles.js';
export { hasVitL14 } from './pack/paperClip.js';
export { readReferences } from './pack/reference.js';
export type { References } from './pack/reference.js';
