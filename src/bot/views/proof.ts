import type { PresetName } from '../../engine/index.js';
import { decimal } from '../i18n/decimal.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticLabel, Generation, Outcome, ImagineOptions } from '../types.js';
import { escape } from './markdown.js';
import { presetName, strengthName } from './strength.js';

/**
 * "gloomcore v2 · balanced · cosine 0.21 → 0.41 · seed 42": what was done, measured, in one line, so that nobody needs to guess
 * whether the aesthetic did anything.
 */
export function proofLine(
  texts: Texts,
  { imagineOptions, outcome }: Painted,
  presets?: Readonly<Record<PresetName, number>>,
): string {
  const { recipe, cosine } = outcome;
  const { locale, pictures: t } = texts;
  return [
    imagineOptions.aesthetic ? labelText(texts, imagineOptions.aesthetic) : t.noAesthetic,
    ...strengthParts(texts, imagineOptions, outcome, presets),
    ...(cosine ? [t.cosine(decimal(locale, cosine.before), decimal(locale, cosine.after))] : []),
    recipe.variations
      ? t.varied(recipe.seed, recipe.variations.map(({ strength }) => `${Math.round(100 * strength)} %`).join(' + '))
      : t.seed(recipe.seed, recipe.seed + recipe.count - 1),
  ].join(' · ');
}

export type Painted = Pick<Generation, 'id' | 'askerId' | 'imagineOptions'> & { readonly outcome: Outcome };

/** `gloomcore v2`, escaped. */
export function labelText({ pictures }: Texts, { name, version }: AestheticLabel): string {
  return pictures.version(escape(name), version);
}

function strengthParts(
  texts: Texts,
  imagineOptions: ImagineOptions,
  { recipe }: Outcome,
  presets?: Readonly<Record<PresetName, number>>,
): string[] {
  const { optimizer, strength } = recipe;
  const t = texts.pictures;
  if (imagineOptions.strip === true) return [t.strip.range];
  if (optimizer) return [t.raw(optimizer.name, optimizer.steps, String(optimizer.lr))];
  if (strength === undefined) return [];
  const asked = imagineOptions.strength ?? strength;
  const name = strengthName(texts, asked, presets);
  return [presetName(asked, presets) === undefined ? t.strength(name) : name];
}
