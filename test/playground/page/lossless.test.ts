import { ApplicationCommandOptionType as Type } from 'discord.js';
import type { Interaction } from 'discord.js';
import { expect, test } from 'vitest';
import { begin, inBrowser } from './browser.js';
import { atBothWidths, drop, withStubBot } from './stubBot.js';

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
  const { open } = withStubBot({ commands, answer });

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
    });
    expect(findings).toEqual([]);
  });
});
