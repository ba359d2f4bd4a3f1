import { text } from '../../bot/texts/index.js';
import type { Painted } from '../../bot/views/proof.js';
import type { AestheticLabel, Wish } from '../../bot/views/shown.js';
import { nextStrength } from '../../bot/views/strength.js';
import { UserError } from '../../engine/index.js';
import type { PresetName } from '../../engine/index.js';

/*
 * What the buttons below a picture ask for, from what was painted: pure functions. Everything that the engine chose stays chosen, so
 * that a picture of last year varies by what the button says and by nothing else, whatever the defaults are now.
 */

/** The same wish with everything pinned: seed, size, sampler, strength, the aesthetic's version. */
export function pinned({ wish, outcome: { recipe } }: Painted): Wish {
  const steering = recipe.optimizer ? { optimizer: recipe.optimizer } : pinnedStrength(wish, recipe.strength);
  return {
    prompt: recipe.prompt,
    ...(recipe.negative !== '' && { negative: recipe.negative }),
    aesthetic: wish.aesthetic ?? null,
    ...(wish.aesthetic && (wish.strip === true ? { strip: true } : steering)),
    seed: recipe.seed,
    count: recipe.count,
    size: { width: recipe.width, height: recipe.height },
    sampler: recipe.sampler,
    steps: recipe.steps,
    guidance: recipe.guidance,
    ...(wish.besidePlain !== undefined && { besidePlain: wish.besidePlain }),
  };
}

/** A preset's name stays, so that the proof line says it; its number is the pack's. */
function pinnedStrength({ strength }: Wish, number: number | undefined): Pick<Wish, 'strength'> {
  const value = typeof strength === 'string' ? strength : number;
  return value === undefined ? {} : { strength: value };
}

/** A new seed. */
export function again(painted: Painted): Wish {
  const wish: Wish & { seed?: number } = { ...pinned(painted) };
  delete wish.seed;
  return wish;
}

/** The next strength, same seed. @throws UserError where there is none */
export function steered(
  painted: Painted,
  direction: 'stronger' | 'weaker',
  presets: Readonly<Record<PresetName, number>>,
): Wish {
  const wish = single(painted);
  if (!wish.aesthetic) throw new UserError(text.refusals.noAestheticUsed);
  const { optimizer, strength } = painted.outcome.recipe;
  if (optimizer || strength === undefined) throw new UserError(text.refusals.rawSteps);
  const next = nextStrength(strength, direction, presets);
  if (next === undefined) throw new UserError(text.refusals[direction === 'stronger' ? 'strongest' : 'weakest']);
  return { ...wish, strength: next };
}

/** Ten pictures fit into one message; each comes twice. */
const mostBeside = 5;

/** Plain and personalised side by side, same seeds. @throws UserError without an aesthetic */
export function besidePlain(painted: Painted): Wish {
  const wish = single(painted);
  if (!wish.aesthetic) throw new UserError(text.refusals.noAestheticUsed);
  return { ...wish, besidePlain: true, count: Math.min(wish.count ?? 1, mostBeside) };
}

/** All strengths with the first picture's seed, as one picture. @throws UserError without an aesthetic */
export function asStrip(painted: Painted): Wish {
  const wish = pinned({ ...painted, wish: { ...painted.wish, strip: true } });
  if (!wish.aesthetic) throw new UserError(text.refusals.noAestheticUsed);
  return { ...wish, count: 1, besidePlain: false };
}

/** The same wish for one strength: of a strip, its last. */
function single(painted: Painted): Wish {
  return pinned({ ...painted, wish: { ...painted.wish, strip: false } });
}

/** In the taste of another aesthetic, same seed. Without one before, the server's own strength is taken. */
export function inTasteOf(painted: Painted, aesthetic: AestheticLabel): Wish {
  return { ...pinned(painted), aesthetic };
}
