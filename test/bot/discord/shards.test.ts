import { expect, test } from 'vitest';
import { connect } from '../../../src/bot/discord/client.js';
import { UserError } from '../../../src/engine/index.js';
import { aDiscord } from '../../playground/bot.js';

test('too few shards for the servers that the bot is in are told to the operator', async () => {
  const { discord } = await aDiscord({ rules: { guildsPerShard: 1 } });
  const connecting = connect({
    token: discord.token,
    api: discord.api,
    shards: { first: 0, last: 0, count: 1 },
    onInteraction: () => Promise.resolve(),
    onError: () => undefined,
  });
  await expect(connecting).rejects.toThrow(UserError);
  await expect(connecting).rejects.toThrow('set SHARDS=auto, or a larger number');
});
