import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { begin, inBrowser, openBrowser, openTab, seriousFindings } from './browser.js';
import { openStudio } from './studio.js';
import type { Studio } from './studio.js';

const images = 'test/data/images/aivazovsky';
const paintingMs = 120_000;

inBrowser('the page with the real bot', () => {
  let studio: Studio;
  let browser: Browser;
  // The browser first: without it there is nothing to start the rest for.
  beforeAll(async () => {
    browser = await openBrowser();
    return () => browser.close();
  });
  beforeAll(async () => {
    studio = await openStudio();
    return () => studio.close();
  });

  test('a member makes an aesthetic from three pictures, paints with it, sees progress, and goes further', async () => {
    const page = await openTab(browser, studio.url);
    await begin(page, '/aesthetic create');
    await page.keyboard.press('Enter');
    const modal = page.getByRole('dialog', { name: 'A new aesthetic' });
    await modal.getByLabel('Name').fill('seascape');
    const files = (await readdir(images)).map((name) => join(images, name));
    expect(files).toHaveLength(3);
    await modal.locator('input[type=file]').setInputFiles(files);
    expect(await seriousFindings(page)).toEqual([]);
    await modal.getByRole('button', { name: 'Submit' }).click();
    await page.locator('.message', { hasText: 'seascape is an aesthetic now' }).waitFor({ timeout: paintingMs });

    const seen = watchText(page);
    await begin(page, '/imagine prompt:a castle aesthetic:seascape');
    await page.keyboard.press('Enter');
    const painted = page.locator('.message', { has: page.getByRole('button', { name: 'Stronger' }) });
    await painted.first().waitFor({ timeout: paintingMs });
    expect((await seen()).some((text) => /Waiting|Reading|step \d+ of/.test(text))).toBe(true);
    const picture = painted.first().getByRole('img', { name: 'a castle, painted in the aesthetic seascape' });
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(128);
    expect(await picture.evaluate((image) => getComputedStyle(image).imageRendering)).toBe('pixelated');

    await painted.first().getByRole('button', { name: 'Stronger' }).click();
    await painted.nth(1).waitFor({ timeout: paintingMs });
    expect(await painted.nth(1).innerText()).toContain('strong');
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('the first /imagine needs no mouse', async () => {
    const page = await openTab(browser, studio.url);
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
    await page.getByRole('option', { name: 'gloomcore' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const picture = page.getByRole('img', { name: 'a red apple, painted in the aesthetic gloomcore' });
    await picture.waitFor({ timeout: paintingMs });

    // On with the keyboard: the picture large, and back to where one was.
    const tile = page.getByRole('button', { name: /^a red apple, painted in the aesthetic gloomcore/ });
    await tile.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Picture' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => tile.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('the tour leads through three things with a click each, and its first makes an aesthetic', async () => {
    const page = await openTab(browser, studio.url, { colorScheme: 'dark' });
    const gallery = page.getByRole('button', { name: 'Gallery' });
    await gallery.click();
    const tour = page.getByRole('complementary', { name: 'Tour' });
    await tour.getByText('0 of 3').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await tour
      .getByRole('button', { name: /^Make \w+ from 6 pictures$/ })
      .first()
      .click();
    await tour.getByText('1 of 3').waitFor({ timeout: paintingMs });
    await tour.getByRole('button', { name: /^\/imagine a castle in \w+$/ }).click();
    await tour.getByText('2 of 3').waitFor({ timeout: paintingMs });
    await tour.getByRole('button', { name: /Stronger/ }).click();
    await tour.getByText('3 of 3').waitFor({ timeout: paintingMs });
    expect(await seriousFindings(page)).toEqual([]);
  });
});

/** Gives every text that the messages have had since. */
function watchText(page: Page): () => Promise<string[]> {
  const started = page.evaluate(() => {
    const list = document.querySelector('.messages');
    const texts: string[] = [];
    Object.assign(globalThis, { texts });
    new MutationObserver(() => texts.push(list?.textContent ?? '')).observe(list!, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  return async () => {
    await started;
    return page.evaluate<string[]>('texts');
  };
}
