import { presetNames } from '../../engine/index.js';
import type { PresetName } from '../../engine/index.js';
import { shortDecimal } from '../i18n/decimal.js';
import type { Texts } from '../i18n/index.js';

type Presets = Readonly<Record<PresetName, number>>;
export type Strength = number | PresetName;

/** Beyond the presets: what "stronger" goes on with. */
const beyond = [1.25, 1.5] as const;
/** Below this two strengths are the same to the eye. */
const nearlySame = 0.01;

function strengthValue(strength: Strength, presets: Presets): number {
  return typeof strength === 'number' ? strength : presets[strength];
}

/** `balanced` where the number is a preset's, else the number. */
export function strengthName({ locale }: Texts, strength: Strength, presets?: Presets): string {
  return presetName(strength, presets) ?? shortDecimal(locale, Number(strength));
}

/** The preset that a strength is. */
export function presetName(strength: Strength, presets?: Presets): PresetName | undefined {
  if (typeof strength !== 'number') return strength;
  return presetNames.find((name) => presets !== undefined && Math.abs(presets[name] - strength) < nearlySame / 2);
}

/**
 * The next of subtle, balanced, strong, 1.25, 1.5 in a direction, from any strength. Undefined where there is no more.
 * Presets are the pack's, which may order them as it likes.
 */
export function nextStrength(from: Strength, direction: 'stronger' | 'weaker', presets: Presets): Strength | undefined {
  const ladder = [...presetNames, ...beyond]
    .map((step) => ({ step, value: strengthValue(step, presets) }))
    .sort((a, b) => a.value - b.value);
  const value = strengthValue(from, presets);
  const next =
    direction === 'stronger'
      ? ladder.find((step) => step.value > value + nearlySame)
      : ladder.findLast((step) => step.value < value - nearlySame);
  return next?.step;
}
