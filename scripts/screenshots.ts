import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { readConfig } from '../src/bot/config.js';
import { openLog } from '../src/bot/log.js';
import { startPlayground } from '../src/bot/playground.js';
import { createCommands } from '../src/commands/index.js';
import { findPack, openPack } from '../src/engine/index.js';
import { bundlePage } from './bundlePage.js';

/**
 * Pictures of the real page with the real bot: of some states for the documents (docs/images/playground-*.png), of all for whoever
 * changes how it looks (out/screenshots).
 */
const [documents, everything] = ['docs/images', 'out/screenshots'];
/** The examples of the pack, each with the prompt of the tour. */
const { examples } = (await openPack(await findPack())).settings;
/** What the tour's first three steps show, for each example. */
const tourScenes = examples.flatMap(({ name, prompt }) => [
  { state: `tour-${name}-card`, picture: new RegExp(`^Card of ${name}`), at: 0 },
  { state: `tour-${name}-painted`, picture: new RegExp(`^${prompt}, painted in the aesthetic ${name}`), at: 0 },
  { state: `tour-${name}-stronger`, picture: new RegExp(`^${prompt}, painted in the aesthetic ${name}`), at: 1 },
]);
const documented = [
  'painted-1280-light',
  'voted-1280-light',
  'duel-revealed-1280-light',
  'card-390-dark',
  'strip-1280-dark',
  ...tourScenes.map(({ state }) => `${state}-1280-light`),
];
const looks = [
  { width: 1280, height: 800, scheme: 'light' },
  { width: 1280, height: 800, scheme: 'dark' },
  { width: 390, height: 780, scheme: 'light' },
  { width: 390, height: 780, scheme: 'dark' },
] as const;
const longMs = 120_000;
const { name: look, prompt: subject, seed } = examples[examples.length - 1];
/** The pictures of some states, by their alt texts, and whether there it is the first or the last such picture. */
const card = new RegExp(`^Card of ${look}`);
const scenes = [
  ...tourScenes,
  { state: 'card', picture: card, at: 0 },
  { state: 'painted', picture: new RegExp(`^${subject}, painted in the aesthetic ${look}`), at: 0 },
  { state: 'strip', picture: /painted five times/, at: -1 },
  { state: 'browse', picture: card, at: -1 },
  { state: 'voted', picture: new RegExp(`^${subject}, painted in the aesthetic ${look}`), at: 1 },
  { state: 'best', picture: /^a whale, painted without an aesthetic/, at: -1 },
  { state: 'duel-open', picture: /^Picture A of a duel: a robot/, at: 0 },
  { state: 'duel-revealed', picture: /^Picture A of a duel: a fox. Painted with/, at: 0 },
  { state: 'leaderboard', picture: /^Chart: /, at: -1 },
];

const folder = await mkdtemp(join(tmpdir(), 'aesthete-screenshots-'));
const bundle = join(folder, 'page');
await bundlePage(bundle);
for (const one of [documents, everything]) await mkdir(one, { recursive: true });
const config = { ...readConfig({ AESTHETE_DEVICE: 'cpu' }), dataDir: join(folder, 'data') };
const playground = await startPlayground(config, createCommands, openLog({ logLevel: 'warn' }), { port: 0, bundle });
const browser = await chromium.launch({
  executablePath: process.env['AESTHETE_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const { width, height, scheme } of looks) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    page.setDefaultTimeout(longMs);
    await page.goto(playground.url);
    const shoot = async (state: string): Promise<void> => {
      await page.evaluate('Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))');
      const name = `${state}-${width}-${scheme}`;
      const png = await page.screenshot();
      const small = await sharp(png).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
      await writeFile(join(documented.includes(name) ? documents : everything, `playground-${name}.png`), small);
    };
    if (width === 1280) {
      await page.locator('.example-sets img').first().waitFor();
      await shoot('first');
    }
    if (scheme === 'light' && width === 1280) await tour(page);
    await page.getByRole('button', { name: 'Stronger', exact: true }).first().waitFor();
    if (scheme === 'light' && width === 1280) await community(page);
    await page.getByText('4 of 4').waitFor();
    for (const { state, picture, at } of scenes) {
      await bringIntoView(page, picture, at);
      await shoot(state);
    }
    await send(page, '/aesthetic show name:dusk');
    await bringIntoView(page, /^Family tree of dusk/, -1);
    await shoot('family');
    if (width === 390) {
      await page.getByRole('button', { name: /^Four things to try/ }).click();
      await page.locator('.tour .step').last().scrollIntoViewIfNeeded();
      await shoot('tour');
      await page.getByRole('button', { name: /^Four things to try/ }).click();
    }
    await page.getByRole('button', { name: card }).first().click();
    await page.locator('.lightbox img').waitFor();
    await shoot('card-large');
    await page.keyboard.press('Escape');
    await page.locator('#composer').fill('/');
    await page.getByRole('option').first().waitFor();
    await shoot('commands');
    await page.locator('#composer').fill('/imagine prompt:a red apple aesthetic:');
    await page.keyboard.press('Enter');
    await page.locator('[data-option="aesthetic"]').focus();
    await page.getByRole('option', { name: 'gloomcore' }).waitFor();
    await shoot('options');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await discard(page);
    await form(page);
    await shoot('form');
    await page.keyboard.press('Escape');
    await discard(page);
    await page.locator('.tile').last().click();
    await page.locator('.lightbox img').waitFor();
    await shoot('lightbox');
    await page.keyboard.press('Escape');
    if (width === 390) {
      await page.getByRole('button', { name: 'Servers and channels' }).click();
      await page.locator('.sidebar.open').waitFor();
      await page.waitForTimeout(300);
      await shoot('channels');
    }
    await page.close();
  }
} finally {
  await browser.close();
  await playground.close();
  await rm(folder, { recursive: true, force: true });
}

/** The one of such pictures that `at` says, with what is around it. */
async function bringIntoView(page: Page, picture: RegExp, at: number): Promise<void> {
  const image = page.getByRole('img', { name: picture }).nth(at);
  await image.scrollIntoViewIfNeeded();
}

/** Answers the question before what was filled in is discarded. */
async function discard(page: Page): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
}

/** Writes a command and sends it. */
async function send(page: Page, command: string): Promise<void> {
  await page.locator('#composer').fill(command);
  await page.keyboard.press('Enter');
  await page.locator('.command-form').waitFor();
  await page.keyboard.press('Enter');
}

/** The first three steps with each example, and what more there is; everybody sees what came of them. */
async function tour(page: Page): Promise<void> {
  for (const [i, { name, prompt, pictures }] of examples.entries()) {
    await page.getByRole('button', { name: `Make ${name} from ${pictures.length} pictures` }).click();
    await page.getByRole('img', { name: new RegExp(`^Card of ${name}`) }).waitFor();
    await page.getByRole('button', { name: `/imagine ${prompt} in ${name}` }).click();
    const painted = page.getByRole('img', { name: new RegExp(`^${prompt}, painted in the aesthetic ${name}`) });
    const stronger = page.getByRole('button', { name: 'Stronger', exact: true });
    await painted.first().waitFor();
    await stronger.nth(2 * i).waitFor();
    await page.getByRole('button', { name: /^Press “Stronger”/ }).click();
    await stronger.nth(2 * i + 1).waitFor();
    await painted.nth(1).waitFor();
  }
  await page.getByText('3 of 4').waitFor();
  await send(page, `/imagine prompt:${subject} aesthetic:${look} seed:${seed ?? 1} strip:true`);
  await page.getByRole('img', { name: /painted five times/ }).waitFor();
  await send(page, '/aesthetic browse');
  await page.getByRole('img', { name: card }).nth(1).waitFor();
}

/** The tour's fourth step, a duel that is over and one that is open, and what the votes say. */
async function community(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Press “👍” as guest' }).click();
  await page.getByText('4 of 4').waitFor();
  await send(page, '/imagine prompt:a whale aesthetic:none count:2');
  await page
    .getByRole('img', { name: /^a whale, painted without an aesthetic/ })
    .nth(1)
    .waitFor();
  await send(page, '/duel start prompt:a fox left:gloomcore right:plain');
  await become(page, 'guest');
  const fox = page.locator('.message', { has: page.getByRole('img', { name: /^Picture A of a duel: a fox/ }) });
  await fox.getByRole('button', { name: 'B', exact: true }).click();
  await fox.getByText('1 vote', { exact: true }).waitFor();
  await become(page, 'admin');
  await fox.getByRole('button', { name: 'Close now' }).click();
  await page.getByRole('button', { name: 'Rematch' }).waitFor();
  await send(page, '/duel start prompt:a robot left:popart right:gloomcore');
  await page.getByRole('img', { name: /^Picture A of a duel: a robot/ }).waitFor();
  await send(page, `/aesthetic blend name:dusk aesthetic1:${look} aesthetic2:gloomcore weight2:0.5`);
  await page.getByRole('img', { name: /^Card of dusk/ }).waitFor();
  await send(page, '/leaderboard aesthetics');
  await page
    .getByRole('img', { name: /^Chart: / })
    .first()
    .waitFor();
}

async function become(page: Page, member: string): Promise<void> {
  await page.locator('.members').getByText(member).click();
  await page.locator('.members .current', { hasText: member }).waitFor();
}

/** The form of a new aesthetic, filled in. */
async function form(page: Page): Promise<void> {
  await page.locator('#composer').fill('/aesthetic create');
  await page.keyboard.press('Enter');
  await page.locator('.command-form').waitFor();
  await page.keyboard.press('Enter');
  const modal = page.getByRole('dialog', { name: 'A new aesthetic' });
  await modal.getByLabel('Name').fill('another look');
  const files = examples[0].pictures.slice(0, 3).map((name) => join(examples[0].folder, name));
  await modal.locator('input[type=file]').setInputFiles(files);
  await modal.locator('.chip img').nth(2).waitFor();
}
