import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Interaction } from 'discord.js';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { startDiscord } from '../../../src/playground/index.js';
import type { Discord } from '../../../src/playground/index.js';
import { connectBot } from '../bot.js';
import { aBundle, openBrowser, openTab, seriousFindings } from './browser.js';

type DiscordOptions = NonNullable<Parameters<typeof startDiscord>[0]>;

interface StubOptions extends Pick<DiscordOptions, 'guilds' | 'rules' | 'clock'> {
  readonly commands: readonly object[];
  readonly answer: (interaction: Interaction) => Promise<unknown>;
}

/** For the tests of a suite: a browser, and a playground whose bot answers as the test says. They go after them. */
export function withStubBot({ commands, answer, ...options }: StubOptions) {
  const started = {} as { browser: Browser; discord: Discord };
  beforeAll(async () => {
    started.browser = await openBrowser();
    return () => started.browser.close();
  });
  beforeAll(async () => {
    const { bundle, remove } = await aBundle();
    const discord = await startDiscord({ ...options, rules: { identifyMs: 0, ...options.rules }, page: { bundle } });
    const { client } = await connectBot(discord, answer, { commands });
    started.discord = discord;
    return async () => {
      await client.destroy();
      await discord.close();
      await remove();
    };
  });
  return {
    started,
    /** A tab without the tour. `address` is what follows the playground's URL. */
    open: (address = ''): Promise<Page> =>
      openTab(started.browser, `${started.discord.url}${address}`, { tour: false }),
  };
}

/** Widths of a desktop's window and of a phone's, in CSS pixels, and the theme in which each is looked at. */
const widths = [
  [1280, 'light'],
  [390, 'dark'],
] as const;

/**
 * Runs a scenario in one tab at both widths, and looks at the end of each for serious findings. With `AESTHETE_SCREENSHOTS`, a folder,
 * it leaves a picture of each there.
 */
export async function atBothWidths(page: Page, name: string, scenario: (width: number) => Promise<void>) {
  const findings: string[] = [];
  for (const [width, theme] of widths) {
    await page.setViewportSize({ width, height: 800 });
    await scenario(width);
    findings.push(...(await seriousFindings(page, [theme])).map((one) => `${width}: ${one}`));
    const folder = process.env['AESTHETE_SCREENSHOTS'];
    if (folder !== undefined) await writeFile(join(folder, `${name}-${width}.png`), await page.screenshot());
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) findings.push(`${width}: the page is ${overflow} pixels too wide`);
  }
  return findings;
}

/** Drops files onto an element, as from the desktop. */
export async function drop(page: Page, selector: string, files: readonly { name: string; bytes?: number }[]) {
  await page
    .locator(selector)
    .first()
    .evaluate((element, dropped) => {
      const dataTransfer = new DataTransfer();
      for (const { name, bytes = 1 } of dropped)
        dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      for (const type of ['dragenter', 'dragover', 'drop'])
        element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }, files);
}

/** Opens a channel by its name, on a phone in the drawer. */
export async function openChannel(page: Page, name: string): Promise<void> {
  const drawer = page.getByRole('button', { name: 'Servers and channels' });
  if (await drawer.isVisible()) await drawer.click();
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.locator('main h2', { hasText: name }).waitFor();
}

/** Writes a message and sends it. */
export async function post(page: Page, text: string): Promise<void> {
  await page.locator('#composer').fill(text);
  await page.locator('#composer').press('Enter');
}

/** A message by what it says, the newest of several. */
export function messageWith(page: Page, text: string | RegExp): Locator {
  return page.locator('.message', { hasText: text }).last();
}

/** Chooses in a message's menu. */
export async function chooseInMenu(page: Page, message: Locator, item: string): Promise<void> {
  await message.hover();
  await message.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** How many drafts with files the browser has stored. */
export function storedDrafts(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('aesthete');
        opening.onerror = () => {
          reject(new Error('no database'));
        };
        opening.onsuccess = () => {
          const database = opening.result;
          const counting = database.transaction('drafts').objectStore('drafts').count();
          counting.onsuccess = () => {
            database.close();
            resolve(counting.result);
          };
        };
      }),
  );
}
