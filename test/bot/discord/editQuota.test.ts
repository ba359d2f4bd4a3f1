import { expect, onTestFinished, test } from 'vitest';
import { editOrPostReply } from '../../../src/bot/delivery/editOrPost.js';
import { connect } from '../../../src/bot/discord/client.js';
import { createMessenger } from '../../../src/bot/discord/messenger.js';
import { textView } from '../../../src/bot/views/view.js';
import { aDiscord } from '../../playground/bot.js';
import { generation } from '../support/rows.js';
import { openTestStore } from '../support/stores.js';

const hourMs = 3_600_000;
const edits = 'PATCH /channels/:channel/messages/:message';

async function aMessenger(rules: { lateEdits: { most: number; perMs: number } }) {
  const { discord, clock } = await aDiscord({ rules });
  const nothing = () => undefined;
  const client = await connect({
    token: discord.token,
    api: discord.api,
    onInteraction: () => Promise.resolve(),
    onError: nothing,
  });
  onTestFinished(() => client.destroy());
  const messenger = createMessenger(client.rest, client.user.id);
  const { channelId } = discord.member('guest');
  const posted = await messenger.postNew({ channelId, nonce: 'first' }, textView('waiting'));
  if ('refused' in posted) throw new Error(`refused ${posted.refused}`);
  return { discord, clock, messenger, at: { channelId, messageId: posted.messageId } };
}

test('too many edits of an old message (30046, a 429) are a refusal at once, and the result comes as a new message', async () => {
  const { discord, clock, messenger, at } = await aMessenger({ lateEdits: { most: 0, perMs: hourMs } });
  clock.advance(hourMs + 1);
  expect(await messenger.editByBot(at, textView('too late'))).toEqual({ refused: 30046 });
  expect(discord.requests().filter(({ route }) => route === edits)).toHaveLength(1);

  const store = await openTestStore();
  const row = await generation(store, { ...at, issuedAt: Date.now() - hourMs });
  const sent = await editOrPostReply(store, messenger, row, textView('the picture'), Date.now);
  expect(sent).not.toHaveProperty('refused');
  expect(
    discord
      .member('guest')
      .messages()
      .map(({ text }) => text),
  ).toEqual(['waiting', 'the picture']);
});

test('an ordinary rate limit is waited for', async () => {
  const { discord, messenger, at } = await aMessenger({ lateEdits: { most: 0, perMs: hourMs } });
  discord.faults.next(edits, { kind: 'rate limit', retryAfterMs: 200 });
  expect(await messenger.editByBot(at, textView('later'))).toMatchObject({ messageId: at.messageId });
  const [refused, taken] = discord.requests().filter(({ route }) => route === edits);
  expect([refused.status, taken.status]).toEqual([429, 200]);
  expect(taken.at - refused.at).toBeGreaterThanOrEqual(200);
});
