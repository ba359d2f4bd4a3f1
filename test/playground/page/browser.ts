import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { bundlePage } from '../../../scripts/bundlePage.js';

const executablePath = process.env['AESTHETE_CHROMIUM'] ?? '/usr/bin/chromium';
const isThere = existsSync(executablePath);
/** Where everything is installed, a missing browser is a failure, not a reason to test less. */
const mustRun = process.env['CI'] === 'true';

if (!isThere && !mustRun)
  console.warn(`no ${executablePath}: tests in a browser are skipped (apt-get install chromium)`);

/** A group of tests that need a browser. */
export const inBrowser = describe.skipIf(!isThere && !mustRun);

/** @throws when there is no chromium */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

interface TabOptions extends BrowserContextOptions {
  /** Whether the tour is open; true. */
  readonly tour?: boolean;
}

/** A tab of its own, closed with the test. Whatever the page throws, or its policy forbids, fails the test. */
export async function openTab(browser: Browser, url: string, { tour = true, ...options }: TabOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  if (!tour) await context.addInitScript("localStorage.setItem('aesthete.tour', 'closed')");
  const page = await context.newPage();
  const errors = watchErrors(page);
  onTestFinished(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await page.locator('#composer').waitFor();
  return page;
}

/** Writes a whole command and sends it. */
export async function send(page: Page, command: string): Promise<void> {
  await begin(page, command);
  await page.keyboard.press('Enter');
}

/** Writes a command and takes it: its form is open. */
export async function begin(page: Page, command: string): Promise<void> {
  const composer = page.locator('#composer');
  // Commands come a moment after the page.
  await composer.fill('/');
  await page.getByRole('option').first().waitFor();
  await composer.fill(command);
  await page.keyboard.press('Enter');
  await page.locator('.command-form').waitFor();
}

/**
 * What a page complains about. A connection that is gone is none of it, nor a preview that gave way
 * to the next while it was fetched, nor a bot that did not answer: the page has words for that. */
function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    const isGone = message.text().includes('net::ERR_') || /attachments\/|\/page\/actions/.test(message.location().url);
    if (message.type() === 'error' && !isGone) errors.push(message.text());
  });
  return errors;
}

/** The page's bundle in a folder of its own, and a function that removes it. */
export async function aBundle(): Promise<{ bundle: string; remove: () => Promise<void> }> {
  const bundle = await mkdtemp(join(tmpdir(), 'aesthete-page-'));
  await bundlePage(bundle);
  return { bundle, remove: () => rm(bundle, { recursive: true }) };
}

/** Serious and critical findings of axe in what is shown now, in either theme, each as a line. Leaves the page in the last one. */
export async function seriousFindings(
  page: Page,
  themes: readonly ('light' | 'dark')[] = ['light', 'dark'],
): Promise<string[]> {
  const findings: string[] = [];
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    // Colours on their way from one to the other are nobody's choice.
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))',
    );
    // Evaluated, not added as a script: the page's policy allows none but its own.
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        for (const { html, failureSummary = '' } of nodes)
          findings.push(`${colorScheme}, ${id}: ${html} ${failureSummary}`);
  }
  return findings;
}

/** Gives every text that the messages have had since. */
export function watchText(page: Page): () => Promise<string[]> {
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
