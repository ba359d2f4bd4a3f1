import type { PresetName } from '../../engine/index.js';
import { decimal } from '../i18n/decimal.js';
import { text } from '../i18n/index.js';
import type { AestheticLabel, Generation, Outcome, ImagineOptions } from '../types.js';
import { escape } from './markdown.js';
import { strengthName } from './strength.js';

const t = text.pictures;

/**
 * "gloomcore v2 · balanced · cosine 0.21 → 0.41 · seed 42": what was done, measured, in one line, so that nobody needs to guess
 * whether the aesthetic did anything.
 */
export function proofLine(
  { imagineOptions, outcome }: Painted,
  presets?: Readonly<Record<PresetName, number>>,
): string {
  const { recipe, cosine } = outcome;
  return [
    imagineOptions.aesthetic ? labelText(imagineOptions.aesthetic) : t.noAesthetic,
    ...strengthParts(imagineOptions, outcome, presets),
    ...(cosine ? [t.cosine(decimal(cosine.before), decimal(cosine.after))] : []),
    t.seed(recipe.seed, recipe.seed + recipe.count - 1),
  ].join(' · ');
}

export type Painted = Pick<Generation, 'id' | 'askerId' | 'imagineOptions'> & { readonly outcome: Outcome };

/** `gloomcore v2`, escaped. */
export function labelText({ name, version }: AestheticLabel): string {
  return t.version(escape(name), version);
}

function strengthParts(
  imagineOptions: ImagineOptions,
  { recipe }: Outcome,
  presets?: Readonly<Record<PresetName, number>>,
): string[] {
  const { optimizer, strength } = recipe;
  if (imagineOptions.strip === true) return [t.strip.range];
  if (optimizer) return [t.raw(optimizer.name, optimizer.steps, String(optimizer.lr))];
  if (strength === undefined) return [];
  const name = strengthName(imagineOptions.strength ?? strength, presets);
  return [Number.isNaN(Number(name)) ? name : t.strength(name)];
}
