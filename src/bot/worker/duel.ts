import { decodeImage, encodePng, enlargePng } from '../../engine/index.js';
import type { Engine, ImagineResult, RequestOptions } from '../../engine/index.js';
import { BotError } from '../errors.js';
import { findNamedVersion, targetOf } from '../repositories/index.js';
import type { PublishedPack, Store, StoredOutcome } from '../repositories/index.js';
import type { Contestant } from '../types.js';
import { refuseFlagged } from './flagged.js';
import { partOf } from './partialProgress.js';
import { outcomeOf, requestOf } from './result.js';
import type { PaintableOptions, PaintedPicture, PaintResult, Target } from './result.js';

/** A side of a duel as it is painted. */
interface DuelSide {
  /** Absent: without an aesthetic. */
  readonly target: Target;
  /** Of the target; the database's form. */
  readonly versionUuid?: string;
}

/** What the sides of a duel are painted with. @throws BotError where an aesthetic is gone, or cannot be used any more */
export async function duelSides(
  client: Store['client'],
  guildId: string,
  contestants: readonly Contestant[],
  pack: PublishedPack,
): Promise<DuelSide[]> {
  const sides: DuelSide[] = [];
  for (const contestant of contestants) {
    const version = contestant && (await findNamedVersion(client, guildId, contestant));
    if (contestant && !version) throw new BotError('aestheticGone', { name: contestant.name });
    sides.push(
      version ? { target: await targetOf(client, version.id, pack), versionUuid: version.id } : { target: undefined },
    );
  }
  return sides;
}

/** Paints one prompt twice with one seed and the same settings: A with the first side's aesthetic, B with the second's. */
export async function paintDuel(
  engine: Engine,
  imagineOptions: PaintableOptions,
  sides: readonly DuelSide[],
  upscale: number,
  { signal, onProgress = () => undefined }: RequestOptions,
): Promise<PaintResult> {
  const results: ImagineResult[] = [];
  const pictures: PaintedPicture[] = [];
  for (const [i, { target, versionUuid }] of sides.entries()) {
    const result = await engine.imagine(requestOf({ ...imagineOptions, count: 1 }, target), {
      ...(signal && { signal }),
      onProgress: partOf(i, sides.length, onProgress),
    });
    refuseFlagged(result);
    const [{ png, seed, width, height, embedding }] = result.images;
    const shown = await withoutTexts(await enlargePng(png, upscale));
    const painted = { png, shown, seed, plain: target === undefined, width, height, embedding };
    pictures.push({ ...painted, ...(versionUuid !== undefined && { versionUuid }) });
    results.push(result);
  }
  return { pictures, outcome: blind(outcomeOf(results, upscale)) };
}

/** The recipe inside a picture names its aesthetic, and whoever votes can open the file. */
async function withoutTexts(png: Uint8Array): Promise<Uint8Array> {
  const { data, width, height } = await decodeImage(png);
  return encodePng(data, width, height);
}

/** What both sides share: without an aesthetic, how strong it was, and what it reached. The engine's notices may name it. */
function blind({ recipe, device, precision, cut, ms, upscale }: StoredOutcome): StoredOutcome {
  const { prompt, negative, pack, mix, seed, count, width, height, sampler, steps, guidance } = recipe;
  const { spacing, decoder, clipSkip, loras } = recipe;
  return {
    recipe: {
      ...{ prompt, negative, pack, mix, seed, count, width, height, sampler, steps, guidance },
      ...(spacing && { spacing }),
      ...(decoder && { decoder }),
      ...(clipSkip !== undefined && { clipSkip }),
      ...(loras && { loras }),
    },
    textSteps: 0,
    device,
    precision,
    notices: [],
    cut,
    ms,
    ...(upscale !== undefined && { upscale }),
  };
}
