import { ApplicationCommandOptionType as Type } from 'discord.js';
import type { Interaction } from 'discord.js';
import { expect, test } from 'vitest';
import { begin, inBrowser } from './browser.js';
import { atBothWidths, drop, storedDrafts, withStubBot } from './stubBot.js';

/* What one types, attaches, reads and is told stays. */

const commands = [
  {
    name: 'paint',
    description: 'Paints',
    options: [
      { type: Type.String, name: 'prompt', description: 'What', required: true },
      { type: Type.String, name: 'look', description: 'How', autocomplete: true },
      { type: Type.Attachment, name: 'image1', description: 'A picture' },
      { type: Type.Attachment, name: 'image2', description: 'Another' },
    ],
  },
];
const looks = ['gloomcore', 'gloss', 'linework'];
/** What an autocomplete waits for, by what was typed. */
const held = new Map<string, Promise<void>>();

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await held.get(typed);
    if (typed === 'fail') return;
    const found = looks.filter((look) => look.startsWith(typed));
    await interaction.respond(found.map((name) => ({ name, value: name })));
  } else if (interaction.isChatInputCommand()) {
    const prompt = interaction.options.getString('prompt', true);
    await interaction.reply(`painted ${prompt} as ${interaction.options.getString('look') ?? 'plain'}`);
  }
}

inBrowser('a page that loses nothing', () => {
  const { open, started } = withStubBot({ commands, answer });

  test('files dropped anywhere on the window land in the composer, and in the command that is open', async () => {
    const page = await open();
    const findings = await atBothWidths(page, 'dropped', async () => {
      await drop(page, '.messages', [{ name: 'anywhere.png' }]);
      await page.locator('.chip', { hasText: 'anywhere.png' }).waitFor();
      await page.getByRole('button', { name: 'Remove anywhere.png' }).click();
      await begin(page, '/paint prompt:a fox');
      await drop(page, '.channel > header', [{ name: 'header.png' }]);
      await page.getByRole('button', { name: 'image1: header.png' }).waitFor();
      await page.locator('.optional-options').press('Enter');
      await page.locator('.message', { hasText: 'painted a fox' }).last().waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('files that are too many or too large are said, and the others are kept', async () => {
    const page = await open();
    const findings = await atBothWidths(page, 'refused-files', async () => {
      const eleven = Array.from({ length: 11 }, (_, i) => ({ name: `${i}.png` }));
      await drop(page, 'body', [{ name: 'huge.png', bytes: 11 * 2 ** 20 }, ...eleven]);
      const alert = page.getByRole('alert');
      await alert.getByText('Too large: huge.png. This server takes files of up to 10 MiB.').waitFor();
      await alert.getByText('Left out: 10.png. There is room for 10 files.').waitFor();
      expect(await page.locator('.chip').count()).toBe(10);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('.message', { hasText: 'guest' }).or(page.locator('.message .tile')).first().waitFor();
      await begin(page, '/paint prompt:a fox');
      await drop(page, 'body', [{ name: 'a.png' }, { name: 'b.png' }, { name: 'c.png' }]);
      await alert.getByText('Left out: c.png. There is room for 2 files.').waitFor();
      await page.getByRole('button', { name: 'Leave /paint' }).click();
      await page.getByRole('button', { name: 'Discard' }).click();
    });
    expect(findings).toEqual([]);
  });

  test('text, files and a half-filled command are kept by channel and member, across a reload', async () => {
    const page = await open();
    const composer = page.locator('#composer');
    const channel = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await composer.fill('to the studio');
    await drop(page, 'body', [{ name: 'kept.png' }]);
    await channel('noticeboard');
    expect(await composer.inputValue()).toBe('');
    await begin(page, '/paint prompt:a fox');
    await drop(page, 'body', [{ name: 'held.png' }]);
    await page.locator('.members').getByText('guest').click();
    await page.locator('.members .current', { hasText: 'guest' }).waitFor();
    expect(await composer.inputValue()).toBe('');
    await page.locator('.members').getByText('admin').click();
    await expect.poll(() => storedDrafts(page)).toBe(2);

    const findings = await atBothWidths(page, 'drafts', async (width) => {
      await page.reload();
      await page.getByLabel('prompt: What').waitFor();
      expect(await page.getByLabel('prompt: What').inputValue()).toBe('a fox');
      await page.getByRole('button', { name: 'image1: held.png' }).waitFor();
      if (width < 760) await page.getByRole('button', { name: 'Servers and channels' }).click();
      await channel('studio');
      await page.locator('.chip', { hasText: 'kept.png' }).waitFor();
      expect(await composer.inputValue()).toBe('to the studio');
      if (width < 760) await page.getByRole('button', { name: 'Servers and channels' }).click();
      await channel('noticeboard');
      await page.getByLabel('prompt: What').waitFor();
    });
    expect(findings).toEqual([]);
    // What is sent is no draft any more.
    await page.locator('.optional-options').press('Enter');
    await page.locator('.message', { hasText: 'painted a fox' }).waitFor();
    await expect.poll(() => storedDrafts(page)).toBe(1);
    await page.reload();
    await composer.waitFor();
    expect(await composer.inputValue()).toBe('');
  });

  test('Escape asks before it discards what was filled in, and leaves an empty command at once', async () => {
    const page = await open();
    const findings = await atBothWidths(page, 'discard', async () => {
      const dialog = page.getByRole('alertdialog', { name: 'Discard /paint?' });
      const discard = dialog.getByRole('button', { name: 'Discard' });
      if (await discard.isVisible()) await discard.click();
      await begin(page, '/paint');
      await page.keyboard.press('Escape');
      await page.locator('#composer').waitFor();
      await begin(page, '/paint');
      await page.keyboard.type('a fox');
      await page.keyboard.press('Escape');
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      const prompt = page.getByLabel('prompt: What');
      expect(await prompt.inputValue()).toBe('a fox');
      await expect.poll(() => prompt.evaluate((one) => one === document.activeElement)).toBe(true);
      await page.keyboard.press('Escape');
      await discard.click();
      await page.locator('#composer').waitFor();
      await begin(page, '/paint prompt:shown');
      // The first closes the list.
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('option').first().waitFor({ state: 'hidden' });
      await page.keyboard.press('Escape');
      await dialog.waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('suggestions belong to the text: stale ones are marked and not taken, and loading, none and failed are said', async () => {
    const page = await open();
    const look = page.getByLabel('look: How');
    const option = (name: string, disabled = false) => page.getByRole('option', { name, exact: true, disabled });
    const findings = await atBothWidths(page, 'suggestions', async () => {
      await begin(page, '/paint prompt:a fox');
      await page.keyboard.type('look:');
      await look.waitFor();
      await page.keyboard.type('glo');
      await option('gloss').waitFor();
      let answered: () => void = () => undefined;
      held.set('line', new Promise((resolve) => (answered = resolve)));
      await look.fill('line');
      await option('gloss', true).waitFor();
      await page.getByText('Looking for suggestions…').waitFor();
      await page.keyboard.press('Enter');
      expect(await look.inputValue()).toBe('line');
      answered();
      // The only one there is to the text.
      await expect.poll(() => look.inputValue()).toBe('linework');

      await look.fill('zzz');
      await page.getByText('No suggestions: what you type is taken as it is.').waitFor();
      await look.fill('fail');
      await page.getByText('The bot did not answer: what you type is taken as it is.').waitFor();
      await look.fill('glo');
      await option('gloomcore').waitFor();
      await page.keyboard.press('Enter');
      expect(await look.inputValue()).toBe('gloomcore');
      await page.locator('.optional-options').press('Enter');
      await page.locator('.message', { hasText: 'painted a fox as gloomcore' }).last().waitFor();
      await page.locator('#composer').fill('/zzz');
      await page.getByText('No command matches /zzz.').waitFor();
      await page.locator('#composer').fill('');
    });
    expect(findings).toEqual([]);
  });

  test('a notice stands where it happened, between what was said before and after it', async () => {
    const page = await open();
    const post = async (text: string) => {
      await page.locator('#composer').fill(text);
      await page.keyboard.press('Enter');
    };
    const findings = await atBothWidths(page, 'notices', async (width) => {
      await post(`before ${width}`);
      await page.getByText(`before ${width}`, { exact: true }).waitFor();
      await page.route('**/page/actions', (route) => route.abort());
      await post(`lost ${width}`);
      await page.locator('.notice').last().waitFor();
      // What was not sent is in the composer again.
      expect(await page.locator('#composer').inputValue()).toBe(`lost ${width}`);
      await page.unroute('**/page/actions');
      await post(`after ${width}`);
      await page.getByText(`after ${width}`, { exact: true }).waitFor();
      const texts = await page.locator('.messages li.message').allInnerTexts();
      const places = [`before ${width}`, 'The playground does not answer', `after ${width}`].map((text) =>
        texts.findLastIndex((one) => one.includes(text)),
      );
      expect(places).toEqual([0, 1, 2].map((i) => (places[0] ?? 0) + i));
    });
    expect(findings).toEqual([]);
  });

  test('what was read stays read after a reload, and what came meanwhile is divided off as new', async () => {
    const page = await open();
    const unread = page.locator('.channel-link.unread', { hasText: 'noticeboard' });
    const guest = started.discord.member('guest').in('noticeboard');
    const findings = await atBothWidths(page, 'read', async (width) => {
      const channel = async (name: string) => {
        if (width < 760) await page.getByRole('button', { name: 'Servers and channels' }).click();
        await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
      };
      await channel('studio');
      await guest.post(`first ${width}`);
      await unread.waitFor({ state: 'attached' });
      await channel('noticeboard');
      await page.getByText(`first ${width}`, { exact: true }).waitFor();
      await channel('studio');
      await page.reload();
      await page.locator('#composer').waitFor();
      expect(await unread.count()).toBe(0);
      await guest.post(`second ${width}`);
      await unread.waitFor({ state: 'attached' });
      await channel('noticeboard');
      await page.getByText(`second ${width}`, { exact: true }).waitFor();
      const lines = await page.locator('.messages ol > li').allInnerTexts();
      expect(lines.slice(-2).map((line) => line.split('\n').at(-1))).toEqual(['New', `second ${width}`]);
    });
    expect(findings).toEqual([]);
  });
});
