import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPack } from '../../../src/engine/index.js';
import { smallSide } from '../../support/fewSteps.js';
import { begin, inBrowser, openTab, send, seriousFindings, watchText } from './browser.js';
import { withPlayground } from './startedPlayground.js';

const images = 'test/data/images/aivazovsky';
const paintingMs = 120_000;
/** What the demo pack paints is attached twice as large as painted. */
const attachedSize = 2 * smallSide;

inBrowser('the page with the real bot', () => {
  const started = withPlayground();

  // First: it needs a guild in which nothing has been made.
  test('the tour leads through four things with a click each, and its first makes an aesthetic', async () => {
    const page = await openTab(started.browser, started.playground.url, { colorScheme: 'dark' });
    const gallery = page.getByRole('button', { name: 'Gallery' });
    await gallery.click();
    const tour = page.getByRole('complementary', { name: 'Tour' });
    await tour.getByText('0 of 4').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const looks = tour.getByRole('button', { name: /^Make \w+ from 6 pictures, for .+$/ });
    await looks.first().waitFor();
    expect(await looks.count()).toBe(3);
    expect(await tour.getByRole('button', { name: '/imagine' }).isDisabled()).toBe(true);
    // Not the first: the prompt that is painted is the chosen look's own.
    const { examples } = (await openPack('models/demo')).settings;
    const { name, prompt } = examples[2];
    await tour.getByRole('button', { name: `Make ${name} from 6 pictures, for ${prompt}` }).click();
    await tour.getByText('1 of 4').waitFor({ timeout: paintingMs });
    await tour.getByRole('button', { name: `/imagine ${prompt} in ${name}` }).click();
    await tour.getByText('2 of 4').waitFor({ timeout: paintingMs });
    const painted = page.getByRole('img', { name: `${prompt}, painted in the aesthetic ${name}` });
    expect(await decodedWidth(painted.first())).toBe(attachedSize);
    await tour.getByRole('button', { name: /Stronger/ }).click();
    await tour.getByText('3 of 4').waitFor({ timeout: paintingMs });
    // The admin asked for the picture: a vote on it counts if it is another member's.
    await tour.getByText('guest presses, since votes on your own pictures do not count.').waitFor();
    await tour.getByRole('button', { name: 'Press “👍” as guest' }).click();
    await tour.getByText('4 of 4').waitFor();
    const voted = page.locator('.message', { has: page.getByRole('button', { name: 'Stronger' }), hasText: '1 vote' });
    await voted.waitFor();
    expect(await voted.innerText()).toContain('strong');
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('the first /imagine needs no mouse', async () => {
    const page = await openTab(started.browser, started.playground.url);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('composer');
    await page.keyboard.type('/ima');
    await page.getByRole('option', { name: '/imagine' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.type('a red apple');
    await page.keyboard.press('Tab');
    await page.keyboard.type('aes');
    await page.keyboard.press('Enter');
    await page.keyboard.type('gloom');
    await page.getByRole('option', { name: 'gloomcore', disabled: false }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const picture = page.getByRole('img', { name: 'a red apple, painted in the aesthetic gloomcore' });
    await picture.waitFor({ timeout: paintingMs });

    // On with the keyboard: a vote, the picture large, and back to where one was.
    const like = page.getByRole('button', { name: '👍', exact: true }).last();
    await tabTo(page, like);
    await page.keyboard.press('Enter');
    await page.locator('.message.ephemeral', { hasText: 'You voted 👍' }).waitFor();
    const tile = page.getByRole('button', { name: /^a red apple, painted in the aesthetic gloomcore/ });
    await tile.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Picture' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => tile.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('a member makes an aesthetic from three pictures, sees its card, paints, goes further, blends, and takes it to another guild', async () => {
    const page = await openTab(started.browser, started.playground.url);
    await begin(page, '/aesthetic create');
    await page.keyboard.press('Enter');
    const modal = page.getByRole('dialog', { name: 'A new aesthetic' });
    // By keyboard alone, but for the system's own dialog.
    const name = modal.getByLabel('Name');
    await expect.poll(() => name.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.type('seascape');
    const files = (await readdir(images)).map((name) => join(images, name));
    expect(files).toHaveLength(3);
    await tabTo(page, modal.getByRole('button', { name: 'Choose files' }), 'Tab');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles(files);
    await modal.locator('.chip').nth(2).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await tabTo(page, modal.getByRole('button', { name: 'Submit' }), 'Tab');
    await page.keyboard.press('Enter');

    // The reply first, then in it, without a reload, the card.
    const made = page.locator('.message', { hasText: 'seascape is an aesthetic now' });
    await made.waitFor({ timeout: paintingMs });
    const { prompts } = (await openPack('models/demo')).settings;
    const card = made.getByRole('img', {
      name: new RegExp(`^Card of seascape:.* ${prompts[0]} −?\\d\\.\\d+ → −?\\d\\.\\d+;`),
    });
    await card.waitFor({ timeout: paintingMs });
    expect(await decodedWidth(card)).toBeGreaterThan(3 * attachedSize);
    await made.getByText(`Cosines: ${prompts[0]}`).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await made.getByRole('button', { name: /^Card of seascape:/ }).click();
    const large = page.getByRole('dialog', { name: 'Picture' }).getByRole('img');
    expect((await large.boundingBox())?.width).toBeGreaterThan((await card.boundingBox())?.width ?? Infinity);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');

    const seen = watchText(page);
    // Large enough to be shown as it is.
    await send(page, '/imagine prompt:a castle aesthetic:seascape size:128x128');
    const painted = page.locator('.message', {
      has: page.getByRole('img', { name: 'a castle, painted in the aesthetic seascape' }),
      hasText: 'seascape v1',
    });
    await painted.first().waitFor({ timeout: paintingMs });
    expect((await seen()).some((text) => /Waiting|Reading|step \d+ of/.test(text))).toBe(true);
    const picture = painted.first().getByRole('img', { name: /^a castle/ });
    expect(await decodedWidth(picture)).toBe(2 * 128);
    expect(await picture.evaluate((image) => getComputedStyle(image).imageRendering)).toBe('auto');
    expect((await picture.boundingBox())?.width).toBe(2 * 128);

    await painted.first().getByRole('button', { name: 'Stronger' }).click();
    await painted.nth(1).waitFor({ timeout: paintingMs });
    expect(await painted.nth(1).innerText()).toContain('strong');

    await painted.first().getByRole('button', { name: 'Strip' }).click();
    const strip = page.getByRole('img', { name: /^a castle, painted five times.* 0 % · cosine .*100 % · cosine/ });
    await strip.waitFor({ timeout: paintingMs });
    expect(await decodedWidth(strip)).toBeGreaterThan(5 * attachedSize);
    expect(await seriousFindings(page)).toEqual([]);

    await send(page, '/aesthetic blend name:night sea aesthetic1:seascape aesthetic2:gloomcore weight2:0.5');
    const blended = page.locator('.message', { hasText: 'night sea is an aesthetic now' });
    await blended.waitFor({ timeout: paintingMs });
    expect(await blended.innerText()).toContain('blended from 2');

    await send(page, '/aesthetic share name:night sea');
    const shared = page.locator('.message.ephemeral', { hasText: 'Only you can see this' });
    const adopt = shared.getByText('/aesthetic adopt code:');
    await adopt.waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const command = await adopt.innerText();

    await page.getByRole('button', { name: 'Gallery' }).click();
    await page.getByRole('main', { name: /in Gallery$/ }).waitFor();
    await send(page, command);
    await page.locator('.message', { hasText: 'night sea is an aesthetic here now' }).waitFor();
    await send(page, '/imagine prompt:a red apple aesthetic:night sea');
    const there = page.getByRole('img', { name: 'a red apple, painted in the aesthetic night sea' });
    await there.waitFor({ timeout: paintingMs });
    expect(await decodedWidth(there)).toBe(attachedSize);
  });
});

/** Moves the focus, as somebody without a mouse does. */
async function tabTo(page: Page, element: Locator, key: 'Tab' | 'Shift+Tab' = 'Shift+Tab'): Promise<void> {
  const isThere = () => element.evaluate((one) => one === document.activeElement);
  for (let i = 0; i < 60 && !(await isThere()); i++) await page.keyboard.press(key);
  expect(await isThere()).toBe(true);
}

/** Pixels of a picture, once it is there. */
function decodedWidth(picture: Locator): Promise<number> {
  return picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return image.naturalWidth;
  });
}
