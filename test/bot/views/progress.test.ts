import { describe, expect, test } from 'vitest';
import { cancelledView, failedView, heldBackView, paintingView, waitingView } from '../../../src/bot/views/progress.js';
import { about } from '../../../src/bot/views/time.js';
import { english, generation } from './examples.js';
import { actionsOf, refusedBy, textOf } from './messages.js';

describe('a request that waits', () => {
  test('says its place and when the picture will be there, and can be cancelled', () => {
    const view = waitingView(english, generation, { place: 3, seconds: 42 });
    expect(textOf(view)).toBe('**a castle** · <@200>\n-# Waiting: place 3, about 45 s');
    expect(actionsOf(view)).toEqual(['cancel']);
  });

  test('says no time that nobody has measured', () => {
    expect(textOf(waitingView(english, generation, { place: 1 }))).toMatch(/\n-# Waiting: next$/);
  });

  test('echoes a prompt without pinging or formatting', () => {
    const view = waitingView(english, { ...generation, imagineOptions: { prompt: '@everyone **x**' } }, { place: 1 });
    expect(textOf(view)).toContain('**@\u200beveryone \\*\\*x\\*\\***');
  });
});

describe('what was held back', () => {
  test('is told with the prompt that it was asked with', () => {
    expect(textOf(heldBackView(english, generation, 1, true))).toBe(
      '**a castle** · <@200>\nThe safety check held back 1 picture, so nothing is shown and nothing is kept; try another prompt or seed.',
    );
    expect(textOf(heldBackView(english, generation, 2, false))).toContain('held back 2 pictures. They are not shown');
  });
});

describe('a request that is being painted', () => {
  test('says the step, and shows the preview', () => {
    const preview = { bytes: new Uint8Array([1]), format: 'webp' } as const;
    const view = paintingView(english, generation, { stage: 'paint', done: 12, total: 25, seconds: 8, preview });
    expect(textOf(view)).toContain('Painting: step 12 of 25, about 10 s to go');
    expect(refusedBy(view)).toEqual([]);
    expect(view.files).toEqual([{ name: 'preview.webp', bytes: preview.bytes }]);
  });

  test.each([
    ['text', 'Reading the prompt…'],
    ['decode', 'Finishing…'],
  ] as const)('names the stage %s', (stage, words) => {
    expect(textOf(paintingView(english, generation, { stage, done: 0, total: 25 }))).toContain(words);
  });
});

describe('a request without a picture', () => {
  test('says why, escaped, and offers another try', () => {
    const view = failedView(english, generation, 'A width of *100* pixels');
    expect(textOf(view)).toContain('This picture could not be painted. A width of \\*100\\* pixels.');
    expect(actionsOf(view)).toEqual(['again']);
  });

  test('was cancelled', () => {
    expect(textOf(cancelledView(english, generation))).toContain('Cancelled.');
  });
});

test.each([
  [2, 'a few seconds'],
  [31, 'about 35 s'],
  [200, 'about 4 min'],
  [9_000, 'about 3 h'],
])('%d seconds are %s', (seconds, words) => {
  expect(about(english, seconds)).toBe(words);
});
