import type { PresetName } from '../../engine/index.js';
import { text } from '../texts/index.js';
import { decimal } from './decimal.js';
import { escape } from './markdown.js';
import type { AestheticLabel, Generation, Outcome, Wish } from './shown.js';
import { strengthName } from './strength.js';

const t = text.pictures;

/**
 * "gloomcore v2 · balanced · cosine 0.21 → 0.41 · seed 42": what was done, measured, in one line, so that nobody needs to guess
 * whether the aesthetic did anything.
 */
export function proofLine({ wish, outcome }: Painted, presets?: Readonly<Record<PresetName, number>>): string {
  const { recipe, cosine } = outcome;
  return [
    wish.aesthetic ? labelText(wish.aesthetic) : t.noAesthetic,
    ...strengthParts(wish, outcome, presets),
    ...(cosine ? [t.cosine(decimal(cosine.before), decimal(cosine.after))] : []),
    t.seed(recipe.seed, recipe.seed + recipe.count - 1),
  ].join(' · ');
}

export type Painted = Pick<Generation, 'id' | 'askerId' | 'wish'> & { readonly outcome: Outcome };

/** `gloomcore v2`, escaped. */
export function labelText({ name, version }: AestheticLabel): string {
  return t.version(escape(name), version);
}

function strengthParts(wish: Wish, { recipe }: Outcome, presets?: Readonly<Record<PresetName, number>>): string[] {
  const { optimizer, strength } = recipe;
  if (wish.strip === true) return [t.strip.range];
  if (optimizer) return [t.raw(optimizer.name, optimizer.steps, String(optimizer.lr))];
  if (strength === undefined) return [];
  const name = strengthName(wish.strength ?? strength, presets);
  return [Number.isNaN(Number(name)) ? name : t.strength(name)];
}
