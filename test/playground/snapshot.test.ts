import { expect, test } from 'vitest';
import { aBot, aDiscord, slash } from './bot.js';

test('interactions older than their tokens are not saved, but for what messages tell of them', async () => {
  const { discord, clock } = await aDiscord();
  const option = { type: 3, name: 'aesthetic', description: 'Which', autocomplete: true } as const;
  await aBot(
    discord,
    async (interaction) => {
      if (interaction.isAutocomplete()) await interaction.respond([{ name: 'gloomcore', value: 'gloomcore' }]);
      else if (interaction.isChatInputCommand()) await interaction.reply('painted');
    },
    { commands: [{ ...slash('imagine'), options: [option] }] },
  );
  const guest = discord.member('guest');
  const ids = () => Object.keys(discord.save().state.interactions);
  await guest.autocomplete('/imagine', 'aesthetic', 'g');
  const asked = await guest.slash('/imagine');
  await asked.reply();
  expect(ids()).toHaveLength(2);

  clock.advance(15 * 60_000 + 1);
  await guest.autocomplete('/imagine', 'aesthetic', 'glo');
  expect(ids()).toHaveLength(2);
  expect(ids()).toContain(asked.id);
});
