import { ApplicationCommandType, ComponentType, TextInputStyle } from 'discord.js';
import type { APIModalInteractionResponseCallbackData, Interaction } from 'discord.js';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createClock } from '../../../src/playground/index.js';
import { inBrowser, send } from './browser.js';
import { atBothWidths, drop, messageWith, openChannel, storedDrafts, withStubBot } from './stubBot.js';

/* Forms of the bot lose nothing that one fills in. */

const commands = [{ type: ApplicationCommandType.ChatInput, name: 'describe', description: 'Opens a form' }];
const form: APIModalInteractionResponseCallbackData = {
  custom_id: 'form',
  title: 'Describe a look',
  components: [
    {
      type: ComponentType.Label,
      label: 'Name',
      component: { type: ComponentType.TextInput, custom_id: 'name', style: TextInputStyle.Short },
    },
    {
      type: ComponentType.Label,
      label: 'Note',
      component: { type: ComponentType.TextInput, custom_id: 'note', style: TextInputStyle.Paragraph, required: false },
    },
    {
      type: ComponentType.Label,
      label: 'Kind',
      component: {
        type: ComponentType.StringSelect,
        custom_id: 'kind',
        required: false,
        options: [
          { label: 'Mean', value: 'mean' },
          { label: 'Contrast', value: 'contrast' },
        ],
      },
    },
    {
      type: ComponentType.Label,
      label: 'Pictures',
      component: { type: ComponentType.FileUpload, custom_id: 'pictures', max_values: 3, required: false },
    },
  ],
};
const clock = createClock();
const bot = { answers: true, opens: Promise.resolve() };

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) {
    await bot.opens;
    await interaction.showModal(form);
  } else if (interaction.isModalSubmit() && bot.answers) {
    const { fields } = interaction;
    const pictures = fields.getUploadedFiles('pictures')?.map(({ name }) => name) ?? [];
    const kind = fields.getStringSelectValues('kind');
    await interaction.reply([fields.getTextInputValue('name'), ...kind, ...pictures].join(' '));
  }
}

inBrowser('a form of the bot', () => {
  const { open } = withStubBot({ commands, answer, clock });
  const partsOf = (page: Page) => {
    const dialog = page.getByRole('dialog', { name: 'Describe a look' });
    const button = (name: string) => dialog.getByRole('button', { name });
    return { dialog, name: dialog.getByLabel('Name'), note: dialog.getByLabel('Note'), button };
  };

  test('that is half filled in outlives a reload, for its member and in its channel', async () => {
    const page = await open();
    const { dialog, name, note, button } = partsOf(page);
    const as = async (member: string): Promise<void> => {
      await page.evaluate(`sessionStorage.setItem('aesthete.member', '${member}')`);
      await page.reload();
      await page.locator('#composer').waitFor();
    };
    const switchTo = async (member: string): Promise<string> => {
      await page.locator('.members').getByText(member).click();
      await page.locator('.members .current', { hasText: member }).waitFor();
      return page.evaluate<string>("sessionStorage.getItem('aesthete.member') ?? ''");
    };
    const [guest, admin] = [await switchTo('guest'), await switchTo('admin')];
    await openChannel(page, 'noticeboard');
    const noticeboard = page.url();
    await openChannel(page, 'studio');
    const studio = page.url();
    const findings = await atBothWidths(page, 'form-kept', async (width) => {
      await send(page, '/describe');
      await name.fill(`gloom ${width}`);
      await note.fill('grey, with\nrain');
      await dialog.getByRole('combobox', { name: 'Kind' }).click();
      await page.getByRole('option', { name: 'Contrast' }).click();
      await drop(page, 'dialog', [{ name: 'rain.png' }]);
      await dialog.getByText('rain.png').waitFor();
      await expect.poll(() => storedDrafts(page)).toBe(1);

      await as(guest);
      expect(await dialog.count()).toBe(0);
      await as(admin);
      await dialog.waitFor();
      await page.goto(noticeboard);
      await page.reload();
      await page.locator('#composer').waitFor();
      expect(await dialog.count()).toBe(0);
      await page.goto(studio);
      await page.reload();

      expect(await name.inputValue()).toBe(`gloom ${width}`);
      expect(await note.inputValue()).toBe('grey, with\nrain');
      await button('Submit').click();
      await messageWith(page, `gloom ${width} contrast rain.png`).waitFor();
      // What is sent is no draft any more.
      await expect.poll(() => storedDrafts(page)).toBe(0);
      await page.reload();
      await page.locator('#composer').waitFor();
      expect(await dialog.count()).toBe(0);
    });
    expect(findings).toEqual([]);
  });

  test('that can no longer be answered says so when it is sent, and the next one has what was filled in', async () => {
    const page = await open();
    const { dialog, name, button } = partsOf(page);
    const findings = await atBothWidths(page, 'form-gone', async (width) => {
      await send(page, '/describe');
      await name.fill(`late ${width}`);
      clock.advance(16 * 60_000);
      await button('Submit').click();
      await dialog.getByRole('alert').getByText('This form can no longer be sent.').waitFor();
      expect(await name.inputValue()).toBe(`late ${width}`);
      expect(await page.locator('.notice').count()).toBe(0);
      // Without a question: nothing is lost.
      await button('Close').click();
      await dialog.waitFor({ state: 'detached' });
      await page.reload();
      await page.locator('#composer').waitFor();
      expect(await dialog.count()).toBe(0);
      await send(page, '/describe');
      expect(await name.inputValue()).toBe(`late ${width}`);

      bot.answers = false;
      await button('Submit').click();
      await dialog.getByRole('alert').getByText('The bot did not respond.').waitFor();
      expect(await name.inputValue()).toBe(`late ${width}`);
      bot.answers = true;
      await button('Submit').click();
      await messageWith(page, `late ${width}`).waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('that comes when another channel is open is sent where it was asked for', async () => {
    const page = await open();
    const { dialog, name, button } = partsOf(page);
    await openChannel(page, 'studio');
    let openForm = (): void => undefined;
    bot.opens = new Promise<void>((resolve) => (openForm = resolve));
    await send(page, '/describe');
    await openChannel(page, 'noticeboard');
    openForm();
    await name.fill('from studio');
    await button('Submit').click();
    await dialog.waitFor({ state: 'detached' });
    await openChannel(page, 'studio');
    await messageWith(page, 'from studio').waitFor();
  });

  test('that is discarded is not kept', async () => {
    const page = await open();
    const { dialog, name, button } = partsOf(page);
    const findings = await atBothWidths(page, 'form-discarded', async () => {
      await send(page, '/describe');
      await name.fill('unwanted');
      await button('Cancel').click();
      await page.getByRole('button', { name: 'Discard' }).click();
      await dialog.waitFor({ state: 'detached' });
      await send(page, '/describe');
      expect(await name.inputValue()).toBe('');
      await button('Cancel').click();
      await dialog.waitFor({ state: 'detached' });
    });
    expect(findings).toEqual([]);
  });
});
