import { ButtonStyle, ComponentType } from 'discord.js';
import type { Interaction } from 'discord.js';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { begin, inBrowser, send } from './browser.js';
import { atBothWidths, chooseInMenu, messageWith, openChannel, withStubBot } from './stubBot.js';

/* Ways through channels and their past. */

const commands = [
  {
    name: 'imagine',
    description: 'Paints',
    options: [{ type: 3, name: 'prompt', description: 'What', required: true }],
  },
  { name: 'form', description: 'Asks' },
];
/** What paintings wait for. */
let painted = Promise.resolve();

async function answer(interaction: Interaction): Promise<void> {
  if (!interaction.isChatInputCommand()) return;
  if (interaction.commandName === 'form') {
    const field = { type: ComponentType.TextInput as const, custom_id: 'name', style: 1 as const };
    const label = { type: ComponentType.Label as const, label: 'Name', component: field };
    await interaction.showModal({ title: 'A form', custom_id: 'form', components: [label] });
    return;
  }
  await interaction.reply('painting');
  await painted;
  const button = { type: ComponentType.Button as const, style: ButtonStyle.Primary as const, label: 'Stronger' };
  const row = { type: ComponentType.ActionRow as const, components: [{ ...button, custom_id: '1:stronger:x' }] };
  await interaction.editReply({ content: `done: ${interaction.options.getString('prompt', true)}`, components: [row] });
}

const heading = (page: Page, name: string) => page.locator('main h2', { hasText: name });

inBrowser('ways through the page', () => {
  const { open, started } = withStubBot({ commands, answer });

  test('older messages come on scroll, the place is kept, and one press leads to the newest', async () => {
    const page = await open();
    const guest = started.discord.member('guest').in('noticeboard');
    for (let i = 0; i < 120; i++) await guest.post(`line ${i}.`);
    const findings = await atBothWidths(page, 'older', async () => {
      await page.reload();
      await openChannel(page, 'noticeboard');
      await page.getByText('line 119.', { exact: true }).waitFor();
      const lines = page.locator('.messages').getByText(/^line \d+\.$/);
      expect(await lines.count()).toBe(50);
      const first = page.getByText('line 70.', { exact: true });
      await page.locator('.messages').evaluate((list) => (list.scrollTop = 0));
      await page.getByText('line 20.', { exact: true }).waitFor({ state: 'attached' });
      // What was at the top still is.
      expect((await first.boundingBox())?.y).toBeGreaterThan(0);
      await page.locator('.messages').evaluate((list) => (list.scrollTop = 0));
      await page.getByRole('heading', { name: 'Welcome to #noticeboard' }).waitFor({ state: 'attached' });
      expect(await lines.count()).toBe(120);
      expect(await page.locator('.divider time').count()).toBe(1);
      await page.getByRole('button', { name: 'Jump to the newest' }).click();
      await expect
        .poll(() =>
          page
            .getByText('line 119.', { exact: true })
            .evaluate((one) => one.getBoundingClientRect().bottom < innerHeight),
        )
        .toBe(true);
      await page.getByRole('button', { name: 'Jump to the newest' }).waitFor({ state: 'hidden' });
    });
    expect(findings).toEqual([]);
  });

  test('each channel and message has an address, and copying it says so', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const findings = await atBothWidths(page, 'address', async () => {
      await openChannel(page, 'noticeboard');
      const guild = started.discord.guild('Atelier');
      expect(page.url()).toContain(`#${guild.channelId('noticeboard')}`);
      await chooseInMenu(page, messageWith(page, 'line 119.'), 'Copy link');
      await page.locator('.toast', { hasText: 'Copied' }).waitFor();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      expect(link).toMatch(/#\d+\/\d+$/);
      // One that is older than what the page has.
      const old = started.discord
        .member('guest')
        .in('noticeboard')
        .messages()
        .find(({ text }) => text === 'line 3.');
      await page.goto(`${started.discord.url}/#${guild.channelId('noticeboard')}/${old?.id ?? ''}`);
      await page.reload();
      await page.locator('.message.target', { hasText: 'line 3.' }).waitFor();
      await expect
        .poll(() => page.locator('.message.target').evaluate((one) => one.getBoundingClientRect().top > 0))
        .toBe(true);
    });
    expect(findings).toEqual([]);
  });

  test('Back closes what is open, and then leads to the channel before', async () => {
    const page = await open();
    const findings = await atBothWidths(page, 'back', async (width) => {
      await openChannel(page, 'studio');
      await openChannel(page, 'sketches');
      await begin(page, '/form');
      await page.keyboard.press('Enter');
      const form = page.getByRole('dialog', { name: 'A form' });
      await form.getByLabel('Name').fill('x');
      await page.goBack();
      // It is asked for what was filled in.
      await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
      await form.waitFor({ state: 'detached' });
      if (width < 760) {
        await page.getByRole('button', { name: 'Servers and channels' }).click();
        await page.locator('.sidebar.open').waitFor();
        await page.goBack();
        await page.locator('.sidebar.open').waitFor({ state: 'detached' });
      }
      await heading(page, 'sketches').waitFor();
      await page.goBack();
      await heading(page, 'studio').waitFor();
      await page.goForward();
      await heading(page, 'sketches').waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('Ctrl-K finds a channel of any server, and Alt with an arrow goes to the next', async () => {
    const page = await open();
    const findings = await atBothWidths(page, 'switcher', async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      const find = page.getByRole('combobox', { name: 'Go to a channel' });
      await find.fill('studio');
      await page.keyboard.press('Enter');
      await heading(page, 'studio').waitFor();
      await page.keyboard.press('Alt+ArrowDown');
      await heading(page, 'sketches').waitFor();
      await page.keyboard.press('Alt+ArrowUp');
      await heading(page, 'studio').waitFor();
      await page.keyboard.press('Control+k');
      await find.fill('hall');
      await page.keyboard.press('Enter');
      await heading(page, 'hall').waitFor();
      await page.keyboard.press('Control+k');
      await find.fill('nowhere');
      await page.getByText('No channel has that name.').waitFor();
      await find.fill('');
      await page.getByRole('option', { name: /^sketches/ }).waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('a painting that is done in the background changes the title, and is told if the member said so, who is asked once', async () => {
    const page = await open();
    await page.evaluate(() => {
      const told: string[] = [];
      function Told(title: string): void {
        told.push(title);
      }
      const requestPermission = () => Promise.resolve((Told.permission = 'granted'));
      Told.permission = 'default';
      Object.assign(globalThis, { Notification: Object.assign(Told, { requestPermission }), told });
    });
    const look = (visibility: 'hidden' | 'visible') =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, visibility);
    let finish: () => void = () => undefined;
    const findings = await atBothWidths(page, 'told', async (width) => {
      await look('visible');
      painted = new Promise((resolve) => (finish = resolve));
      await send(page, `/imagine prompt:a fox ${width}`);
      await messageWith(page, 'painting').waitFor();
      const offer = page.getByText('Do you want a notification');
      if (width > 760) await page.locator('.offer').getByRole('button', { name: 'Yes' }).click();
      expect(await offer.count()).toBe(0);
      await look('hidden');
      finish();
      await expect.poll(() => page.title()).toBe('(1) ✓ #studio · Atelier');
      await look('visible');
      await expect.poll(() => page.title()).toBe('#studio · Atelier');
      await messageWith(page, `done: a fox ${width}`).waitFor();
    });
    expect(findings).toEqual([]);
    expect(await page.evaluate('told')).toEqual(['A painting is done', 'A painting is done']);
  });
});
