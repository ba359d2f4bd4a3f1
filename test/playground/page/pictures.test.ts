import { AttachmentBuilder } from 'discord.js';
import type { Interaction } from 'discord.js';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aPicture } from '../bot.js';
import { inBrowser, openTab, send } from './browser.js';
import { atBothWidths, messageWith, withStubBot } from './stubBot.js';

/* Pictures, embeds, and the tour beside them. */

const commands = [
  { name: 'pictures', description: 'Shows three' },
  { name: 'embed', description: 'Shows an embed' },
];

async function answer(interaction: Interaction): Promise<void> {
  if (!interaction.isChatInputCommand()) return;
  const picture = await aPicture(64, 48);
  const files = ['a.png', 'b.png', 'c.png'].map((name) => new AttachmentBuilder(picture, { name, description: name }));
  if (interaction.commandName === 'pictures') await interaction.reply({ files });
  else
    await interaction.reply({
      files: files.slice(0, 2),
      embeds: [
        {
          title: 'A title',
          url: 'https://example.org/',
          description: '**bold**',
          color: 0x66d9c2,
          author: { name: 'An author' },
          fields: [
            { name: 'One', value: 'first', inline: true },
            { name: 'Two', value: 'second', inline: true },
          ],
          image: { url: 'attachment://a.png' },
          thumbnail: { url: 'attachment://b.png' },
          footer: { text: 'A footer' },
          timestamp: '2026-03-03T12:00:00.000Z',
        },
      ],
    });
}

const viewer = (page: Page, number: number) => page.getByRole('dialog', { name: `Picture ${number} of 3` });

inBrowser('pictures', () => {
  const { open, started } = withStubBot({ commands, answer });

  test('the viewer zooms, and turns by keys, buttons and swipes', async () => {
    const page = await open();
    await send(page, '/pictures');
    const findings = await atBothWidths(page, 'viewer', async () => {
      await page.keyboard.press('Escape');
      await messageWith(page, '/pictures').getByRole('button', { name: 'a.png. Open large' }).click();
      await viewer(page, 1).waitFor();
      await page.keyboard.press('ArrowRight');
      await viewer(page, 2).waitFor();
      await page.keyboard.press('End');
      await viewer(page, 3).waitFor();
      const box = (await page.locator('.stage').boundingBox())!;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 100, y, { steps: 3 });
      await page.mouse.up();
      await viewer(page, 2).waitFor();
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await page.getByText('150 %').waitFor();
      await page.keyboard.press('+');
      await page.getByText('225 %').waitFor();
      // What is zoomed is dragged, not turned.
      const before = await page.locator('.stage img').getAttribute('style');
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x - 100, y, { steps: 3 });
      await page.mouse.up();
      await viewer(page, 2).waitFor();
      expect(await page.locator('.stage img').getAttribute('style')).not.toBe(before);
      await page.keyboard.press('0');
      await page.getByText('100 %').waitFor();
      await page.locator('.stage').dblclick();
      await page.getByText('200 %').waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('a picture that comes late keeps its place, and one that fails says so and is tried again', async () => {
    const page = await open();
    let isLate: () => void = () => undefined;
    const findings = await atBothWidths(page, 'failed', async () => {
      const late = new Promise<void>((resolve) => (isLate = resolve));
      let isGone = true;
      await page.route('**/attachments/**', async (route) => {
        if (route.request().url().includes('a.png')) await late;
        if (isGone && route.request().url().includes('b.png')) await route.abort();
        else await route.continue();
      });
      await send(page, '/pictures');
      const message = messageWith(page, '/pictures');
      const first = message.getByRole('button', { name: 'a.png. Open large' });
      const failed = message.getByRole('button', { name: 'b.png did not load. Try again' });
      await failed.waitFor();
      const before = await first.boundingBox();
      // So does one that failed.
      expect((await failed.boundingBox())?.height).toBe(before?.height);
      isLate();
      await expect.poll(() => first.getAttribute('class')).toBe('tile there');
      expect((await first.boundingBox())?.height).toBe(before?.height);
      isGone = false;
      await failed.click();
      await message.getByRole('button', { name: 'b.png. Open large' }).waitFor();
      await page.unroute('**/attachments/**');
    });
    expect(findings).toEqual([]);
  });

  test('an embed is whole: author, title, colour, fields side by side, pictures, footer and time', async () => {
    const page = await open();
    await send(page, '/embed');
    const findings = await atBothWidths(page, 'embed', async () => {
      const embed = page.locator('.embed').last();
      await embed.getByText('An author').waitFor();
      expect(await embed.getByRole('link', { name: 'A title' }).getAttribute('href')).toBe('https://example.org/');
      expect(await embed.evaluate((one) => getComputedStyle(one).borderInlineStartColor)).toBe('rgb(102, 217, 194)');
      const [one, two] = await Promise.all(['One', 'Two'].map((name) => embed.getByText(name).boundingBox()));
      expect(one?.y).toBe(two?.y);
      expect(await embed.getByRole('button', { name: /Open large/ }).count()).toBe(2);
      expect(
        await messageWith(page, 'An author')
          .getByRole('button', { name: /Open large/ })
          .count(),
      ).toBe(2);
      await embed.getByText(/^A footer · Mar 3, 2026/).waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('the tour never covers the composer', async () => {
    const page = await openTab(started.browser, started.discord.url);
    const findings = await atBothWidths(page, 'tour', async (width) => {
      for (const height of [800, 480]) {
        await page.setViewportSize({ width, height });
        const fold = page.locator('.tour .fold');
        if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
        await page.locator('.tour ol').waitFor();
        const isFree = (): Promise<boolean> =>
          page.locator('#composer').evaluate((composer) => {
            const { left, right, top, bottom } = composer.getBoundingClientRect();
            const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            return composer.contains(there) && bottom <= innerHeight;
          });
        // The sidebar slides out when the window has become narrow.
        await expect.poll(isFree).toBe(true);
        await page.locator('#composer').click();
        // On a phone there is no room for both.
        expect(await page.locator('.tour ol').count()).toBe(width < 760 ? 0 : 1);
      }
      await page.setViewportSize({ width, height: 800 });
    });
    expect(findings).toEqual([]);
  });
});
