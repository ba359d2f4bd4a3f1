import { AttachmentBuilder, ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import type { APIMessageTopLevelComponent, Interaction } from 'discord.js';
import type { Browser } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { aBot, aDiscord, aPicture } from '../bot.js';
import { aBundle, begin, inBrowser, openBrowser, openTab, seriousFindings } from './browser.js';

const evil = '<img src=x onerror="globalThis.stolen = 1"><script>globalThis.stolen = 1</script>';

const components: APIMessageTopLevelComponent[] = [
  {
    type: ComponentType.Container,
    accent_color: 0x66d9c2,
    components: [
      {
        type: ComponentType.Section,
        components: [{ type: ComponentType.TextDisplay, content: `## A card\n-# ${evil}` }],
        accessory: { type: ComponentType.Thumbnail, media: { url: 'attachment://a.png' }, description: 'thumbnail' },
      },
      { type: ComponentType.Separator, divider: true },
      {
        type: ComponentType.MediaGallery,
        items: [
          { media: { url: 'attachment://a.png' }, description: 'first' },
          { media: { url: 'attachment://b.png' }, description: 'second', spoiler: true },
        ],
      },
      { type: ComponentType.File, file: { url: 'attachment://notes.txt' } },
    ],
  },
  {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: 'pick',
        placeholder: 'Pick one',
        options: [
          { label: 'Gloom', value: 'gloom', description: 'grey' },
          { label: 'Cloud', value: 'cloud' },
        ],
      },
    ],
  },
  {
    type: ComponentType.ActionRow,
    components: [
      { type: ComponentType.Button, style: ButtonStyle.Danger, label: 'Delete', custom_id: 'delete' },
      { type: ComponentType.Button, style: ButtonStyle.Success, label: 'Keep', custom_id: 'keep', disabled: true },
      { type: ComponentType.Button, style: ButtonStyle.Link, label: 'Docs', url: 'https://example.org/' },
    ],
  },
];

const commands = [
  {
    name: 'show',
    description: 'Shows everything',
    options: [
      { type: 4, name: 'count', description: 'How many', required: true, min_value: 1, max_value: 5 },
      { type: 5, name: 'loud', description: 'Whether' },
      { type: 3, name: 'kind', description: 'Which', choices: [{ name: 'Mean value', value: 'mean' }] },
      { type: 11, name: 'image', description: 'A picture' },
    ],
  },
  { name: 'Keep this', type: 3 },
];

inBrowser('what messages hold', () => {
  let browser: Browser;
  let assets: Awaited<ReturnType<typeof aBundle>>;
  beforeAll(async () => {
    browser = await openBrowser();
    return () => browser.close();
  });
  beforeAll(async () => {
    assets = await aBundle();
    return () => assets.remove();
  });

  async function aPage(colorScheme: 'light' | 'dark') {
    const { discord } = await aDiscord({ page: { bundle: assets.bundle } });
    const heard: unknown[] = [];
    const picture = await aPicture(64, 64);
    const answer = async (interaction: Interaction): Promise<void> => {
      if (interaction.isChatInputCommand()) {
        heard.push(
          interaction.options.data.map(({ name, value }) => [
            name,
            interaction.options.getAttachment('image')?.id === value ? 'file' : value,
          ]),
        );
        await interaction.reply({
          flags: MessageFlags.IsComponentsV2,
          components,
          files: ['a.png', 'b.png']
            .map((name) => new AttachmentBuilder(picture, { name }))
            .concat(new AttachmentBuilder(Buffer.from('notes'), { name: 'notes.txt' })),
        });
      } else if (interaction.isMessageContextMenuCommand()) {
        heard.push(['kept', interaction.targetId]);
        await interaction.reply({ content: 'Kept.', flags: MessageFlags.Ephemeral });
      } else if (interaction.isStringSelectMenu()) {
        heard.push(['chosen', ...interaction.values]);
        await interaction.reply({ content: 'Chosen.', flags: MessageFlags.Ephemeral });
      }
    };
    await aBot(discord, answer, { commands });
    const page = await openTab(browser, discord.url, {
      colorScheme,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    return { page, discord, heard };
  }

  test.each(['light', 'dark'] as const)(
    'components are shown, strangers’ text stays text, axe is content (%s)',
    async (scheme) => {
      const { page, heard } = await aPage(scheme);
      await begin(page, '/show');
      await page.keyboard.type('3');
      await page.keyboard.press('Tab');
      await page.keyboard.type('loud');
      await page.keyboard.press('Enter');
      await page.keyboard.type('t');
      await page.getByRole('option', { name: 'True' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await page.keyboard.type('kind:');
      await page.getByRole('option', { name: 'Mean value' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('.command-form').evaluate((form) => {
        const files = new DataTransfer();
        files.items.add(new File(['x'], 'dropped.png', { type: 'image/png' }));
        form.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
      });
      await page.getByRole('button', { name: 'image: dropped.png' }).waitFor();
      await page.keyboard.press('Enter');

      const message = page.locator('.message');
      await message.getByRole('heading', { name: 'A card' }).waitFor();
      expect(heard).toEqual([
        [
          ['count', 3],
          ['loud', true],
          ['kind', 'mean'],
          ['image', 'file'],
        ],
      ]);
      expect(await message.innerText()).toContain(evil);
      expect(await page.evaluate('globalThis.stolen')).toBeUndefined();
      expect(await message.getByRole('button', { name: 'Keep' }).isDisabled()).toBe(true);
      expect(await message.getByRole('link', { name: 'notes.txt' }).getAttribute('download')).toBe('notes.txt');
      expect(await seriousFindings(page)).toEqual([]);

      await message.getByRole('button', { name: 'Spoiler: show the picture' }).click();
      await message.getByRole('button', { name: 'first. Open large' }).click();
      const lightbox = page.getByRole('dialog', { name: 'Picture 1 of 2' });
      await lightbox.getByRole('img', { name: 'first' }).waitFor();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('dialog', { name: 'Picture 2 of 2' }).getByRole('img', { name: 'second' }).waitFor();
      await page.keyboard.press('Escape');

      await message.getByRole('combobox', { name: 'Pick one' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowDown');
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await page.getByText('Chosen.', { exact: true }).waitFor();
      expect(heard.at(-1)).toEqual(['chosen', 'cloud']);
    },
  );

  test('a message’s menu has the bot’s commands, by mouse and by keyboard; ephemeral answers can be dismissed', async () => {
    const { page, discord, heard } = await aPage('light');
    const post = await discord.member('guest').post('keep me');
    const message = page.locator('.message', { hasText: 'keep me' });
    await message.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Keep this' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await message.getByRole('button', { name: /^More/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Keep this' }).waitFor();
    await page.keyboard.press('Enter');
    const answer = page.locator('.message.ephemeral', { hasText: 'Kept.' });
    await answer.getByText('Only you can see this').waitFor();
    expect(heard).toEqual([['kept', post.id]]);
    expect(await seriousFindings(page)).toEqual([]);
    await answer.getByRole('button', { name: 'Dismiss message' }).click();
    await answer.waitFor({ state: 'detached' });
  });

  test('what is wrong with an option is said before it is sent', async () => {
    const { page, heard } = await aPage('light');
    await begin(page, '/show');
    await page.keyboard.type('9');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('a whole number from 1 to 5').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(heard).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('textbox', { name: 'Message #studio' }).waitFor();
  });

  test('members and guilds switch; on a phone the list of channels is a drawer', async () => {
    const { page } = await aPage('dark');
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: 'Servers and channels' }).click();
    await page.locator('.members label', { hasText: 'guest' }).click();
    await page.getByRole('button', { name: 'Gallery' }).click();
    await page.getByRole('heading', { name: 'hall', exact: true }).waitFor();
    await page.locator('#composer').fill('I am here');
    await page.keyboard.press('Enter');
    const message = page.locator('.message', { hasText: 'I am here' });
    await message.waitFor();
    expect(await message.innerText()).toContain('guest');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Servers and channels' }).click();
    await page.locator('.sidebar.open').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const button = page.getByRole('button', { name: 'Servers and channels' });
    await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
