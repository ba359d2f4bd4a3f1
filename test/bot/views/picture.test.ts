import { ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Picture, ImagineOptions } from '../../../src/bot/types.js';
import { pictureView } from '../../../src/bot/views/picture.js';
import { proofLine } from '../../../src/bot/views/proof.js';
import type { Painted } from '../../../src/bot/views/proof.js';
import { recipeCommand, recipeView } from '../../../src/bot/views/recipe.js';
import type { View } from '../../../src/bot/views/view.js';
import { without } from '../../support/without.js';
import { english, generation, generationId, outcome, picture, presets } from './examples.js';
import { actionsOf, idsOf, refusedBy, textOf } from './messages.js';

const wished = (imagineOptions: Partial<ImagineOptions>): Painted => ({
  ...generation,
  imagineOptions: { ...generation.imagineOptions, ...imagineOptions },
});
const plainWish: Painted = {
  ...wished({ aesthetic: null }),
  outcome: { ...outcome, recipe: without(without(outcome.recipe, 'aesthetic'), 'strength') },
};
const altOf = ({ components }: View) =>
  components.flatMap((one) =>
    one.type === ComponentType.MediaGallery ? one.items.map((item) => item.description) : [],
  );

describe('the proof line', () => {
  test('says aesthetic, strength, cosines and seed', () => {
    expect(proofLine(english, generation, presets)).toBe('gloomcore v2 · balanced · cosine 0.21 → 0.41 · seed 42');
  });

  test('calls a strength that is a number by it, and one that is a preset by its name', () => {
    expect(proofLine(english, wished({ strength: 1.25 }), presets)).toContain('· strength 1.25 ·');
    expect(proofLine(english, wished({ strength: 0.7 }), presets)).toContain('· balanced ·');
  });

  test('has raw steps and ε where they were given, a real minus, and seeds of several pictures', () => {
    const raw = { ...outcome.recipe, count: 3, optimizer: { name: 'adam', steps: 20, lr: 1e-4 } as const };
    const painted = { ...generation, outcome: { ...outcome, recipe: raw, cosine: { before: -0.3, after: 0 } } };
    expect(proofLine(english, painted)).toBe(
      'gloomcore v2 · adam, 20 steps, ε 0.0001 · cosine −0.30 → 0.00 · seeds 42 to 44',
    );
  });

  test('says that there was no aesthetic', () => {
    const unmeasured = without(plainWish.outcome, 'cosine');
    expect(proofLine(english, { ...plainWish, outcome: unmeasured })).toBe('no aesthetic · seed 42');
  });
});

describe('finished pictures', () => {
  test('are a gallery whose alt text is prompt and aesthetic', () => {
    expect(altOf(pictureView(english, generation, [picture]))).toEqual([
      'a castle, painted in the aesthetic gloomcore',
    ]);
  });

  test('say how many the safety check held back', () => {
    const flagged = (count: number) =>
      textOf(
        pictureView(english, { ...generation, outcome: { ...outcome, notices: [{ code: 'flagged', count }] } }, [
          picture,
        ]),
      );
    expect(flagged(1)).toContain('The safety check held back 1 picture. It is not shown and not kept');
    expect(flagged(2)).toContain('The safety check held back 2 pictures. They are not shown and not kept');
  });

  test('that had a start say in their recipe which, and how much of it was kept', () => {
    const start = { sha256: '0123456789abcdef'.repeat(4), keep: 0.4 };
    const painted = { ...generation, outcome: { ...outcome, recipe: { ...outcome.recipe, start } } };
    expect(recipeCommand(painted)).toMatch(/ keep:0\.4$/);
    expect(textOf(recipeView(english, painted))).toContain('sha256 0123456789abcdef…');
  });

  test('say what the seed chose of the prompt', () => {
    const painted = wished({ prompt: 'a {red|blue} castle' });
    const chosen = { ...painted, outcome: { ...outcome, recipe: { ...outcome.recipe, prompt: 'a red castle' } } };
    const view = pictureView(english, chosen, [picture]);
    expect(textOf(view)).toContain('**a red castle**');
    expect(altOf(view)).toEqual(['a red castle, painted in the aesthetic gloomcore']);
  });

  test('have the buttons of an aesthetic, each with version, action and the id', () => {
    const view = pictureView(english, generation, [picture], presets);
    const actions = ['again', 'stronger', 'weaker', 'plain', 'strip', 'other', 'recipe', 'delete'];
    const votes = ['likePicture', 'dislikePicture'].map((action) => `1:${action}:${picture.id}`);
    const last = ['larger', 'varySubtle', 'varyStrong'].map((action) => `1:${action}:${generationId}`);
    const ids = [...actions.map((action) => `1:${action}:${generationId}`), ...votes, ...last];
    expect(idsOf(view)).toEqual(ids);
  });

  test('without an aesthetic have no button that needs one', () => {
    const votes = ['likePicture', 'dislikePicture'];
    expect(actionsOf(pictureView(english, plainWish, [picture]))).toEqual([
      'again',
      'other',
      'recipe',
      'delete',
      ...votes,
      'larger',
      'varySubtle',
      'varyStrong',
    ]);
  });

  test('beside plain ones say which is which', () => {
    const view = pictureView(english, wished({ besidePlain: true }), [{ ...picture, plain: true }, picture]);
    expect(altOf(view)).toEqual([
      'a castle, painted without an aesthetic',
      'a castle, painted in the aesthetic gloomcore',
    ]);
    expect(textOf(view)).toContain('Without and with gloomcore, same seed');
  });

  test('as a strip say what its steps are and reached, and have no button for one strength', () => {
    const painted = wished({ strip: true });
    const reached = [0.21, 0.26, 0.31, 0.36, -0.41];
    const view = pictureView(english, { ...painted, outcome: { ...outcome, strip: reached } }, [picture], presets);
    expect(view.files.map(({ name }) => name)).toEqual(['strip-42.png']);
    expect(altOf(view)[0]).toBe(
      'a castle, painted five times with the same seed, with increasing strength of the aesthetic gloomcore: ' +
        '0 % · cosine 0.21; 25 % · cosine 0.26; 50 % · cosine 0.31; 75 % · cosine 0.36; 100 % · cosine −0.41',
    );
    expect(textOf(view)).toContain('gloomcore v2 · strength 0 to 100 % · cosine 0.21 → 0.41 · seed 42');
    expect(actionsOf(view)).toEqual(['again', 'other', 'recipe', 'delete']);
    expect(refusedBy(view)).toEqual([]);
  });

  test('show hints and words that were cut, escaped', () => {
    const view = pictureView(
      english,
      { ...generation, outcome: { ...outcome, notices: ['*hint*'], cut: ['far', '@everyone'] } },
      [picture],
    );
    expect(textOf(view)).toContain(
      '-# \\*hint\\*\n-# The prompt is too long. These words were left out: far @\u200beveryone',
    );
  });

  test('of any prompt fit into a message', () => {
    const prompt = '*_@everyone '.repeat(500);
    const pictures: Picture[] = Array.from({ length: 10 }, (_, i) => ({ ...picture, seed: i }));
    const notices = Array.from({ length: 40 }, () => '#'.repeat(200));
    const view = pictureView(
      english,
      { ...wished({ prompt }), outcome: { ...outcome, notices, cut: [prompt] } },
      pictures,
      presets,
    );
    expect(refusedBy(view)).toEqual([]);
  });
});

describe('the recipe', () => {
  test('is the command that paints the same again', () => {
    expect(recipeCommand(generation)).toBe(
      '/imagine prompt:a castle aesthetic:gloomcore@2 strength:0.7 seed:42 count:1 size:128x128 sampler:ddim steps:25 guidance:4',
    );
  });

  test('has the variations, which the command takes', () => {
    const variations = [
      { seed: 7, strength: 0.15 },
      { seed: 9, strength: 0.4 },
    ];
    const varied = { ...generation, outcome: { ...outcome, recipe: { ...outcome.recipe, variations } } };
    expect(recipeCommand(varied)).toContain(' seed:42 variation:7:0.15 9:0.4 count:1 ');
    expect(proofLine(english, varied)).toContain('seed 42, varied by 15 % + 40 %');
  });

  test('has CLIP guidance, which the command takes', () => {
    const clipGuidance = { scale: 0.05, towards: 'aesthetic' as const };
    const guided = { ...generation, outcome: { ...outcome, recipe: { ...outcome.recipe, clipGuidance } } };
    expect(recipeCommand(guided)).toContain(' guidance:4 guide:0.05');
  });

  test('of a strip paints a strip again', () => {
    expect(recipeCommand(wished({ strip: true }))).toBe(
      '/imagine prompt:a castle aesthetic:gloomcore@2 strip:True seed:42 count:1 size:128x128 sampler:ddim steps:25 guidance:4',
    );
  });

  test('names the version, since a name alone can mean another one tomorrow', () => {
    expect(textOf(recipeView(english, generation))).toMatch(/aesthetic +gloomcore@2/);
  });

  test('says in which size the picture is shown, where that is not as painted', () => {
    expect(textOf(recipeView(english, generation))).not.toMatch(/shown at/);
    const painted = { ...generation, outcome: { ...outcome, upscale: 2 } };
    expect(textOf(recipeView(english, painted))).toMatch(/size +128 × 128, shown at 256 × 256 \(Lanczos\)/);
    expect(recipeCommand(painted)).toContain('size:128x128');
  });

  test('of any prompt fits into a message', () => {
    const recipe = { ...outcome.recipe, prompt: '`'.repeat(6_000), negative: 'x'.repeat(6_000) };
    expect(refusedBy(recipeView(english, { ...generation, outcome: { ...outcome, recipe } }))).toEqual([]);
  });
});
