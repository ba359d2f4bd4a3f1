import { describe, expect, test } from 'vitest';
import type { Painted } from '../../src/bot/views/proof.js';
import {
  again,
  asStrip,
  besidePlain,
  inTasteOf,
  larger,
  pinned,
  varied,
  withNextStrength,
} from '../../src/commands/buttons/variation.js';
import { generation, outcome, presets } from '../bot/views/examples.js';
import { saying } from '../support/inWords.js';
import { without } from '../support/without.js';

const plainRecipe = without(without(outcome.recipe, 'aesthetic'), 'strength');
const plain: Painted = {
  ...generation,
  imagineOptions: { prompt: 'a castle', aesthetic: null },
  outcome: { ...outcome, recipe: plainRecipe },
};
const withRecipe = (recipe: Partial<Painted['outcome']['recipe']>): Painted => ({
  ...generation,
  imagineOptions: { ...generation.imagineOptions, strength: recipe.strength ?? 'balanced' },
  outcome: { ...outcome, recipe: { ...outcome.recipe, ...recipe } },
});

test('what was chosen stays chosen, whatever the defaults are by now', () => {
  expect(pinned(generation)).toEqual({
    prompt: 'a castle',
    aesthetic: { id: 'AZVJaesthetic000000001', name: 'gloomcore', version: 2 },
    strength: 'balanced',
    seed: 42,
    count: 1,
    size: { width: 128, height: 128 },
    sampler: 'ddim',
    steps: 25,
    guidance: 4,
    loras: [],
  });
});

describe('pictures near one', () => {
  const third = { seed: 44, plain: false };

  test('are those of its seed with another seed’s noise mixed in, as many as the request had', () => {
    const near = varied(withRecipe({ count: 4 }), third, 'subtle', 777);
    expect(near).toMatchObject({ seed: 44, count: 4, prompt: 'a castle', besidePlain: false, strength: 'balanced' });
    expect(near.variations).toEqual([{ seed: 777, strength: 0.15 }]);
    expect(varied(withRecipe({}), third, 'strong', 5).variations).toEqual([{ seed: 5, strength: 0.4 }]);
  });

  test('do not keep diversity, which would take them away from it, and other requests do', () => {
    const painted = withRecipe({ count: 4, diversity: 0.5 });
    expect(pinned(painted)).toMatchObject({ diversity: 0.5 });
    expect(varied(painted, third, 'subtle', 777)).not.toHaveProperty('diversity');
  });

  test('of a variation are mixed into that one', () => {
    const before = [
      { seed: 1, strength: 0.4 },
      { seed: 42, strength: 0.15 },
    ];
    const near = varied(withRecipe({ variations: before, count: 4 }), third, 'subtle', 777);
    expect(near.seed).toBe(42);
    expect(near.variations).toEqual([before[0], { seed: 44, strength: 0.15 }, { seed: 777, strength: 0.15 }]);
  });

  test('of a plain picture are plain', () => {
    const near = varied(withRecipe({}), { seed: 42, plain: true }, 'subtle', 777);
    expect(near.aesthetic).toBeNull();
    expect(near).not.toHaveProperty('strength');
  });

  test('stay varied with another strength, and begin anew with another seed', () => {
    const variations = [{ seed: 1, strength: 0.4 }];
    const painted = withRecipe({ variations });
    expect(withNextStrength(painted, 'stronger', presets).variations).toEqual(variations);
    expect(again(painted)).not.toHaveProperty('variations');
  });
});

test('LoRAs that it was painted with stay, and none stays none, whatever the server has chosen by now', () => {
  const loras = [{ name: 'ink', scale: 0.5 }];
  const painted = { ...generation, imagineOptions: { ...generation.imagineOptions, loras } };
  expect(pinned(painted).loras).toEqual(loras);
  expect(again(painted).loras).toEqual(loras);
});

test('CLIP guidance stays, but for pictures near a plain one that was painted beside others', () => {
  const guided = withRecipe({ clipGuidance: { scale: 0.05, towards: 'aesthetic' } });
  const clipGuidance = { scale: 0.05 };
  expect(pinned(guided)).toMatchObject({ clipGuidance });
  const near = (painted: typeof guided, of: boolean) => varied(painted, { seed: 42, plain: of }, 'subtle', 7);
  expect(near(guided, false)).toMatchObject({ clipGuidance });
  expect(near(guided, true)).not.toHaveProperty('clipGuidance');
  const alone = { ...guided, imagineOptions: { ...guided.imagineOptions, aesthetic: null } };
  expect(near(alone, true)).toMatchObject({ clipGuidance });
});

test('a picture to start from stays the start', () => {
  const start = { key: 'AZVJ.start', keep: 0.4 };
  const painted = { ...generation, imagineOptions: { ...generation.imagineOptions, start } };
  expect(pinned(painted).start).toEqual(start);
  expect(again(painted).start).toEqual(start);
});

test('a picture without an aesthetic stays one, where the server has a default by now', () => {
  expect(pinned(plain).aesthetic).toBeNull();
});

test('again lets its new seed choose of the prompt as it was asked for; the others keep what was chosen', () => {
  const { imagineOptions, ...rest } = withRecipe({ prompt: 'a red castle', negative: 'fog' });
  const painted = {
    ...rest,
    imagineOptions: { ...imagineOptions, prompt: 'a {red|blue} castle', negative: '{fog|mist}' },
  };
  expect(again(painted)).toMatchObject({ prompt: 'a {red|blue} castle', negative: '{fog|mist}' });
  expect(pinned(painted)).toMatchObject({ prompt: 'a red castle', negative: 'fog' });
});

test('again leaves the seed out, and nothing else', () => {
  expect(again(generation)).toEqual(without(pinned(generation), 'seed'));
});

test('larger doubles the size of one picture, and starts from most of it, whatever that started from', () => {
  const { imagineOptions, ...rest } = withRecipe({ count: 3 });
  const { imagineOptions: wanted, start } = larger({
    ...rest,
    imagineOptions: { ...imagineOptions, start: { key: 'k' } },
  });
  expect(wanted).toEqual({ ...pinned(generation), count: 1, besidePlain: false, size: { width: 256, height: 256 } });
  expect(start).toEqual({ keep: 0.7 });
});

test('larger takes as many steps as leave one to take', () => {
  const few = withRecipe({ steps: 1 });
  expect(larger(few).imagineOptions.steps).toBe(4);
});

describe('stronger and weaker', () => {
  test('keep the seed', () => {
    expect(withNextStrength(generation, 'stronger', presets)).toEqual({ ...pinned(generation), strength: 'strong' });
    expect(withNextStrength(generation, 'weaker', presets)).toEqual({ ...pinned(generation), strength: 'subtle' });
  });

  test('say when there is no more', () => {
    expect(() => withNextStrength(withRecipe({ strength: 1.5 }), 'stronger', presets)).toThrow(
      saying('already the greatest strength'),
    );
    expect(() => withNextStrength(withRecipe({ strength: 0.4 }), 'weaker', presets)).toThrow(
      saying('Compare with plain'),
    );
  });

  test('have nothing to do without an aesthetic, or with raw steps', () => {
    expect(() => withNextStrength(plain, 'stronger', presets)).toThrow(saying('painted without an aesthetic'));
    const raw = withRecipe({ optimizer: { name: 'adam', steps: 20, lr: 1e-4 } });
    expect(() => withNextStrength(raw, 'stronger', presets)).toThrow(saying('has no strength'));
  });
});

test('raw steps are painted again with raw steps', () => {
  const optimizer = { name: 'adam', steps: 20, lr: 1e-4 } as const;
  expect(again(withRecipe({ optimizer }))).toMatchObject({ optimizer });
  expect(again(withRecipe({ optimizer }))).not.toHaveProperty('strength');
});

test('beside plain fits two of each into one message', () => {
  expect(besidePlain(withRecipe({ count: 10 }))).toMatchObject({ besidePlain: true, count: 5, seed: 42 });
  expect(() => besidePlain(plain)).toThrow(saying('painted without an aesthetic'));
});

describe('a strip', () => {
  const strip: Painted = { ...generation, imagineOptions: { ...generation.imagineOptions, strip: true } };
  const asked = { ...without(pinned(generation), 'strength'), strip: true, count: 1 };

  test('keeps seed and all, and leaves the strength to itself', () => {
    expect(asStrip(withRecipe({ count: 4 }))).toEqual({ ...asked, besidePlain: false });
    const optimizer = { name: 'adam', steps: 20, lr: 1e-4 } as const;
    expect(asStrip(withRecipe({ optimizer }))).toEqual({ ...asked, besidePlain: false });
    expect(() => asStrip(plain)).toThrow(saying('painted without an aesthetic'));
  });

  test('stays a strip with another seed, and in another taste', () => {
    expect(again(strip)).toEqual(without(asked, 'seed'));
    const other = { id: 'x', name: 'glowwave', version: 1 };
    expect(inTasteOf(strip, other)).toEqual({ ...asked, aesthetic: other });
  });

  test('is one picture again beside plain, or stronger', () => {
    expect(besidePlain(strip)).not.toHaveProperty('strip');
    const painted = { ...strip, outcome: { ...outcome, recipe: { ...outcome.recipe, strength: 1 } } };
    expect(withNextStrength(painted, 'stronger', presets)).toEqual({ ...pinned(generation), strength: 1.25 });
  });
});

test('another aesthetic keeps the seed and the strength', () => {
  const other = { id: 'x', name: 'glowwave', version: 1 };
  expect(inTasteOf(generation, other)).toEqual({ ...pinned(generation), aesthetic: other });
  expect(inTasteOf(plain, other)).toEqual({ ...pinned(plain), aesthetic: other });
});
