import { bootstrapTarget } from '../aesthetic/bootstrap.js';
import type { PictureSeeds } from '../aesthetic/bootstrap.js';
import { seedsOf } from '../sampling/variation.js';
import type { AestheticTarget, Recipe } from '../types.js';
import type { Conditioner, Conditioning } from './conditioning.js';
import { yieldToEventLoop } from './generate.js';

/** What a request's pictures are conditioned on, one conditioning a picture or one for all of them, and what personalising did. */
export type Conditionings = Pick<Conditioning, 'cosine' | 'textSteps' | 'cut' | 'notices'> & {
  readonly pictures: Conditioning | readonly Conditioning[];
};

/**
 * The conditionings of a recipe's pictures: with diversity by the text one each (a draw of the aesthetic's images, a sample of SGLD); then cosines are means of each
 * picture's to what it aims at, and `textSteps` is the most that one took.
 * @throws CancelledError between two ascents
 */
export async function conditionPictures(
  condition: Conditioner,
  recipe: Recipe,
  aesthetic: AestheticTarget | undefined,
  signal: AbortSignal | undefined,
): Promise<Conditionings> {
  const { diversity, diversityMethod } = recipe;
  if (diversity === undefined || diversityMethod === undefined || !aesthetic) {
    const pictures = await condition(recipe, aesthetic);
    return { ...pictures, pictures };
  }
  const { source } = aesthetic;
  const targetOf = (seeds: PictureSeeds): AestheticTarget =>
    diversityMethod === 'bootstrap' && source ? bootstrapTarget({ ...aesthetic, source }, diversity, seeds) : aesthetic;
  const pictures: Conditioning[] = [];
  for (let i = 0; i < recipe.count; i++) {
    await yieldToEventLoop(signal);
    const seeds = seedsOf(recipe, i);
    pictures.push(await condition(recipe, targetOf(seeds), seeds));
  }
  const cosines = pictures.flatMap(({ cosine }) => cosine ?? []);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const before = mean(cosines.map((one) => one.before));
  const after = mean(cosines.map((one) => one.after));
  const { cut } = pictures[0];
  return {
    pictures,
    cosine: { before, after },
    textSteps: Math.max(...pictures.map(({ textSteps }) => textSteps)),
    cut,
    notices: pictures.flatMap(({ notices }) => notices).filter(isFirstOfItsCode),
  };
}

/** Of notices that several pictures bring with other numbers, the first is said. */
function isFirstOfItsCode(
  { code }: { readonly code: string },
  i: number,
  all: readonly { readonly code: string }[],
): boolean {
  return all.findIndex((one) => one.code === code) === i;
}
