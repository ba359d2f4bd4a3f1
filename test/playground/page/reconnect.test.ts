import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { begin, inBrowser, openTab } from './browser.js';
import { withPlayground } from './startedPlayground.js';

const longMs = 120_000;

inBrowser('a channel that stays', () => {
  const started = withPlayground();

  test('reload, a second tab and a bot that was restarted show the same; the open page reconnects by itself', async () => {
    const page = await openTab(started.browser, started.playground.url);
    await page.getByRole('button', { name: 'noticeboard' }).click();
    await page.locator('#composer').fill('Shall we paint?');
    await page.keyboard.press('Enter');
    await begin(page, '/imagine prompt:a castle aesthetic:linework');
    await page.keyboard.press('Enter');
    await steer(page).waitFor({ timeout: longMs });
    await page.locator('.message', { hasText: 'Shall we paint?' }).waitFor();
    const before = await shown(page);
    expect(before.texts).toHaveLength(2);

    await page.reload();
    await steer(page).waitFor();
    expect(await shown(page)).toEqual(before);

    const other = await page.context().newPage();
    await other.goto(started.playground.url);
    await steer(other).waitFor();
    expect(await shown(other)).toEqual(before);

    await started.playground.stop();
    await page.getByText('Reconnecting…').waitFor();
    await started.playground.startAgain();
    await page.getByText('Reconnecting…').waitFor({ state: 'hidden', timeout: longMs });
    expect(await shown(page)).toEqual(before);

    // The button of before the restart still works, and both tabs see what comes of it.
    await steer(page).click();
    for (const tab of [page, other]) {
      const stronger = tab.locator('.message', { hasText: '· strong ·' });
      await stronger.waitFor({ timeout: longMs });
    }
  });
});

/** The button below the picture; the tour has one that is called so too. */
function steer(page: Page) {
  return page.locator('.message').getByRole('button', { name: 'Stronger', exact: true });
}

/** Where one is and what is there, but for links, which are signed anew. */
async function shown(page: Page) {
  const texts = await page.locator('.message article').allInnerTexts();
  const pictures = await page.locator('.message .tile img').evaluateAll((all) =>
    Promise.all(
      all.map(async (element) => {
        const image = element as HTMLImageElement;
        await image.decode();
        return `${image.alt} ${image.naturalWidth}`;
      }),
    ),
  );
  return { channel: await page.locator('main h2').innerText(), texts, pictures };
}
