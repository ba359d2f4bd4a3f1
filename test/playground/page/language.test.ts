import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inBrowser, openTab, send, seriousFindings } from './browser.js';
import { withPlayground } from './startedPlayground.js';

inBrowser('the page in other languages', () => {
  const started = withPlayground();

  test('a member who chooses German reads the page, the commands and private answers in German, also after a reload', async () => {
    const page = await openTab(started.browser, started.playground.url);
    await speak(page, 'Deutsch');
    await readsGerman(page);
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator('#composer').fill('/help');
    await page.getByRole('option', { name: '/help' }).getByText('Was dieser Bot kann').waitFor();
    await send(page, '/help');
    const answer = page.locator('.message.ephemeral', { hasText: 'Ich male Bilder im Geschmack deines Servers' });
    await answer.getByText('Nur du kannst das sehen').waitFor();
    await page.reload();
    await readsGerman(page);

    // The other member has a language of their own.
    await page.locator('.members').getByText('guest').click();
    await page.getByRole('complementary', { name: 'Tour' }).getByText('Four things to try').waitFor();
    await page.getByRole('combobox', { name: 'Language: English' }).waitFor();
    await page.locator('.members').getByText('admin').click();
    await readsGerman(page);
  });

  test.each(['Deutsch', '日本語'])('on a phone nothing is wider than the screen in %s', async (language) => {
    const page = await openTab(started.browser, started.playground.url, { viewport: { width: 390, height: 780 } });
    await page.getByRole('button', { name: 'Servers and channels' }).click();
    await speak(page, language);
    expect(await tooWide(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await tooWide(page)).toEqual([]);
    await page.locator('#composer').fill('/');
    await page.getByRole('option').first().waitFor();
    expect(await tooWide(page)).toEqual([]);
  });
});

async function speak(page: Page, language: string): Promise<void> {
  await page.getByRole('combobox', { name: /^Language/ }).click();
  await page.getByRole('option', { name: language }).click();
}

async function readsGerman(page: Page): Promise<void> {
  await page.getByPlaceholder('Nachricht an #studio').waitFor();
  await page.getByRole('complementary', { name: 'Tour' }).getByText('Vier erste Schritte').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('combobox', { name: 'Sprache: Deutsch' }).waitFor();
}

/** Visible elements with text that is cut off at a side, or that reach over the screen's edge. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, label, p, li, h1, h2, h3, span, select')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.visually-hidden, .skip'))
      .filter((one) => {
        const isCut = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline';
        return isCut || one.getBoundingClientRect().right > innerWidth + 1;
      })
      .map((one) => one.outerHTML.slice(0, 200)),
  );
}
