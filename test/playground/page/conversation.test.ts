import { ApplicationCommandOptionType as Type, PermissionFlagsBits } from 'discord.js';
import type { Interaction } from 'discord.js';
import { expect, test } from 'vitest';
import { inBrowser } from './browser.js';
import { atBothWidths, chooseInMenu, messageWith, openChannel, post, withStubBot } from './stubBot.js';

/* Writing and reading as in Discord's own client. */

const commands = [
  {
    name: 'paint',
    description: 'Paints',
    options: [
      { type: Type.String, name: 'prompt', description: 'What', required: true },
      { type: Type.Role, name: 'role', description: 'For whom' },
    ],
  },
];

async function answer(interaction: Interaction): Promise<void> {
  if (!interaction.isChatInputCommand()) return;
  const role = interaction.options.getRole('role')?.name ?? 'nobody';
  await interaction.reply(`painted ${interaction.options.getString('prompt', true)} for ${role}`);
}

inBrowser('a conversation', () => {
  const { open, started } = withStubBot({ commands, answer });

  test('a member answers a message, and edits what they wrote', async () => {
    const page = await open();
    const guest = started.discord.member('guest');
    const findings = await atBothWidths(page, 'reply-edit', async (width) => {
      await guest.post(`a question ${width}`);
      await chooseInMenu(page, messageWith(page, `a question ${width}`), 'Reply');
      await page.getByText('Replying to guest').waitFor();
      await post(page, `an answer ${width}`);
      const answered = messageWith(page, `an answer ${width}`);
      await answered.locator('.reply-context', { hasText: `a question ${width}` }).waitFor();
      expect(await page.getByText('Replying to guest').count()).toBe(0);

      await page.locator('#composer').press('ArrowUp');
      const field = page.getByRole('textbox', { name: 'Edit message' });
      expect(await field.inputValue()).toBe(`an answer ${width}`);
      await field.fill(`a better answer ${width}`);
      await field.press('Enter');
      await messageWith(page, `a better answer ${width}`).getByText('(edited)').waitFor();
      // Another's cannot be edited.
      const question = page.locator('.message', { hasText: `a question ${width}`, hasNotText: 'answer' });
      await question.click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
      expect(await page.getByRole('menuitem', { name: 'Edit message' }).count()).toBe(0);
      await page.keyboard.press('Escape');
    });
    expect(findings).toEqual([]);
  });

  test('members, roles and channels are completed while one types, and the text mentions them', async () => {
    const page = await open();
    const composer = page.locator('#composer');
    const findings = await atBothWidths(page, 'mentions', async (width) => {
      await composer.fill('');
      await composer.pressSequentially('look @gu');
      await page.getByRole('option', { name: '@guest' }).waitFor();
      await composer.press('Enter');
      expect(await composer.inputValue()).toBe('look @guest ');
      await composer.pressSequentially('#not');
      await page.getByRole('option', { name: '#noticeboard' }).waitFor();
      await composer.press('Tab');
      await composer.pressSequentially(`${width} \`@guest\``);
      await composer.press('Enter');
      const message = messageWith(page, String(width));
      await message.locator('.mention', { hasText: '@guest' }).waitFor();
      expect(await message.locator('.mention').allInnerTexts()).toEqual(['@guest', '#noticeboard']);
      const last = started.discord.member('guest').messages().at(-1);
      expect(last?.text).toMatch(/^look <@\d+> <#\d+> \d+ `@guest`$/);
    });
    expect(findings).toEqual([]);
  });

  test('they are completed in the text of a message that is edited, too', async () => {
    const page = await open();
    const composer = page.locator('#composer');
    const field = page.getByRole('textbox', { name: 'Edit message' });
    const list = page.getByRole('listbox');
    const edit = async () => {
      await composer.press('ArrowUp');
      await field.waitFor();
    };
    const findings = await atBothWidths(page, 'mentions-edited', async (width) => {
      if (await field.isVisible()) await page.getByRole('button', { name: 'Cancel' }).click();
      await composer.fill(`${width} asks @guest`);
      for (const key of ['Escape', 'Enter']) await composer.press(key);
      const message = messageWith(page, `${width} asks`);
      await message.locator('.mention', { hasText: '@guest' }).waitFor();
      // What is complete is not completed: Enter saves.
      await edit();
      expect(await list.count()).toBe(0);
      await field.press('Enter');
      await field.waitFor({ state: 'detached' });

      await edit();
      await field.pressSequentially(' in #not');
      await page.getByRole('option', { name: '#noticeboard' }).waitFor();
      // The first closes the list, not the form.
      await field.press('Escape');
      await list.waitFor({ state: 'detached' });
      await field.press('Backspace');
      await page.getByRole('option', { name: '#noticeboard' }).click();
      expect(await field.inputValue()).toBe(`${width} asks @guest in #noticeboard `);
      await field.pressSequentially('with @e');
      await page.getByRole('option', { name: '@everyone' }).waitFor();
      await field.press('Enter');
      await field.press('Enter');
      await message.getByText('(edited)').waitFor();
      expect(await message.locator('.mention').allInnerTexts()).toEqual(['@guest', '#noticeboard', '@everyone']);
      const last = started.discord.member('guest').messages().at(-1);
      expect(last?.text).toMatch(/^\d+ asks <@\d+> in <#\d+> with <@&\d+> ?$/);

      await edit();
      await field.pressSequentially(' @');
      await page.getByRole('option', { name: '@admin' }).first().waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('a mentioned command opens in the composer, a mentioned channel in the page; a button lists the commands', async () => {
    const page = await open();
    const { id } = started.discord.guild('Atelier');
    const findings = await atBothWidths(page, 'clickable', async (width) => {
      await openChannel(page, 'studio');
      await started.discord
        .member('guest')
        .post(`try </paint:${id}> in <#${started.discord.guild('Atelier').channelId('noticeboard')}> ${width}`);
      const message = messageWith(page, `in #noticeboard ${width}`);
      await message.getByRole('button', { name: '/paint' }).click();
      await page.getByLabel('prompt: What').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Commands' }).click();
      await page.getByRole('option', { name: '/paint' }).waitFor();
      await page.locator('#composer').fill('');
      await message.getByRole('button', { name: '#noticeboard' }).click();
      await page.locator('main h2', { hasText: 'noticeboard' }).waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('pickers offer the server’s roles by their names', async () => {
    const page = await open();
    const findings = await atBothWidths(page, 'roles', async () => {
      await page.locator('#composer').fill('/paint prompt:a fox');
      await page.getByRole('button', { name: 'Commands' }).waitFor();
      await page.locator('#composer').press('Enter');
      await page.locator('.optional-options').pressSequentially('role:');
      await page.getByRole('option', { name: '@everyone' }).waitFor();
      await page.getByRole('option', { name: '@admin' }).click();
      await page.locator('.optional-options').press('Enter');
      await messageWith(page, 'painted a fox for admin').waitFor();
    });
    expect(findings).toEqual([]);
  });

  test('the composer says why one cannot write', async () => {
    const page = await open();
    const guild = started.discord.guild('Atelier');
    await page.locator('.members').getByText('guest').click();
    await page.locator('.members .current', { hasText: 'guest' }).waitFor();
    guild.overwrite('noticeboard', guild.id, { deny: PermissionFlagsBits.SendMessages });
    guild.lock('sketches', true);
    const findings = await atBothWidths(page, 'refused', async () => {
      await openChannel(page, 'noticeboard');
      await page.getByText('You do not have permission to write in this channel.').waitFor();
      expect(await page.getByRole('textbox').count()).toBe(0);
      await openChannel(page, 'sketches');
      await page.getByText('This thread is locked: only moderators can write here.').waitFor();
    });
    expect(findings).toEqual([]);
    // It changes while one looks at it.
    guild.lock('sketches', false);
    await page.getByRole('textbox', { name: 'Message #sketches' }).waitFor();
    guild.timeOut(started.discord.member('guest').userId, 60_000);
    await page.getByText('You are timed out: for now you can only read here.').waitFor();
  });
});
