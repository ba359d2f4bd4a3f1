import { DiscordAPIError, HTTPError, MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { createMessenger } from '../../../src/bot/discord/messenger.js';
import { pictureView } from '../../../src/bot/views/picture.js';
import { waitingView } from '../../../src/bot/views/progress.js';
import { english, generation, generationId, picture } from '../views/examples.js';

type Rest = Parameters<typeof createMessenger>[0];
interface Made {
  readonly method: string;
  readonly route: string;
  readonly how: unknown;
}

/** A REST client that answers from a list, the last answer for ever. */
function discord(...answers: unknown[]): { rest: Rest; made: Made[] } {
  const made: Made[] = [];
  const answer = (method: string) => (route: string, how?: unknown) => {
    made.push({ method, route, how });
    const next = answers.length > 1 ? answers.shift() : answers[0];
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return { rest: { delete: answer('delete'), get: answer('get'), patch: answer('patch'), post: answer('post') }, made };
}

const refusal = (code: number, status: number) =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'PATCH', 'http://discord.invalid', {
    body: undefined,
    files: undefined,
  });
const view = pictureView(english, generation, [picture]);
const message = { id: '777', attachments: [{ id: '42', filename: 'picture-42.png' }] };

describe('a reply is edited', () => {
  test('by the interaction’s token, without the bot’s', async () => {
    const { rest, made } = discord(message);
    const at = { applicationId: '900', token: 'tok', messageId: undefined };
    expect(await createMessenger(rest, '900').editByToken(at, view)).toEqual({
      messageId: '777',
      attachmentIds: ['42'],
    });
    expect(made[0]).toMatchObject({
      method: 'patch',
      route: '/webhooks/900/tok/messages/%40original',
      how: { auth: false },
    });
  });

  test('or followed by a message that only who asked sees, likewise', async () => {
    const { rest, made } = discord(message);
    await createMessenger(rest, '900').followUp({ applicationId: '900', token: 'tok' }, view);
    const body = { flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral };
    expect(made[0]).toMatchObject({ method: 'post', route: '/webhooks/900/tok', how: { auth: false, body } });
  });

  test('by the bot’s own, later', async () => {
    const { rest, made } = discord(message);
    await createMessenger(rest, '900').editByBot({ channelId: '10', messageId: '777' }, view);
    expect(made[0]).toMatchObject({ method: 'patch', route: '/channels/10/messages/777' });
    expect(made[0].how).not.toHaveProperty('auth');
  });

  test('as components that ping nobody; earlier files go', async () => {
    const { rest, made } = discord(message);
    const messenger = createMessenger(rest, '900');
    await messenger.editByBot({ channelId: '10', messageId: '777' }, view);
    await messenger.editByBot({ channelId: '10', messageId: '777' }, waitingView(english, generation, { place: 1 }));
    const [withFile, withoutFile] = made.map(({ how }) => how);
    expect(withFile).toMatchObject({
      body: { flags: 32_768, attachments: [{ id: '0', filename: 'picture-42.png' }], allowed_mentions: { parse: [] } },
      files: [{ name: 'picture-42.png' }],
    });
    expect(withoutFile).toMatchObject({ body: { attachments: [] }, files: [] });
  });
});

describe('what Discord says', () => {
  const edit = (answer: unknown) =>
    createMessenger(discord(answer).rest, '900').editByBot({ channelId: '10', messageId: '777' }, view);

  test.each([
    [10_008, 404],
    [30_046, 400],
    [50_013, 403],
    [50_027, 401],
    [40_005, 413],
    [50_035, 400],
  ])('%d is told as a refusal', async (code, status) => {
    expect(await edit(refusal(code, status))).toEqual({ refused: code });
  });

  test.each([
    ['trouble of its own', refusal(0, 503)],
    ['a limit without status 429', refusal(40_062, 400)],
    ['a slow channel', refusal(20_016, 400)],
    ['a bad token of the bot', refusal(0, 401)],
    [
      'no network',
      new HTTPError(502, 'Bad Gateway', 'PATCH', 'http://discord.invalid', { body: undefined, files: undefined }),
    ],
  ])('%s is thrown, to be tried again', async (_what, error) => {
    await expect(edit(error)).rejects.toBe(error);
  });
});

test('a request that is too large for what stands before Discord is like one that is for Discord (40005)', async () => {
  const page = refusal('undefined' as unknown as number, 413);
  const messenger = createMessenger(discord(page).rest, '900');
  expect(await messenger.editByBot({ channelId: '10', messageId: '777' }, view)).toEqual({ refused: 40_005 });
});

test('a new message has a nonce that Discord enforces', async () => {
  const { rest, made } = discord(message);
  await createMessenger(rest, '900').postNew({ channelId: '10', nonce: generationId }, view);
  expect(made[0]).toMatchObject({
    method: 'post',
    route: '/channels/10/messages',
    how: { body: { nonce: generationId, enforce_nonce: true } },
  });
  expect(generationId.length).toBeLessThanOrEqual(25);
});

describe('the bot’s own message about a generation', () => {
  const own = { ...message, author: { id: '900' }, components: view.components };
  const since = Date.UTC(2026, 0, 1);
  const find = (...pages: unknown[]) => {
    const { rest, made } = discord(...pages);
    return { found: createMessenger(rest, '900').findOwn({ channelId: '10', about: generationId, since }), made };
  };

  test('is known by the id in its buttons', async () => {
    expect(await find([{ ...own, id: '1', components: [] }, own]).found).toEqual({
      messageId: '777',
      attachmentIds: ['42'],
    });
  });

  test('is not somebody else’s, nor about another generation', async () => {
    const other = pictureView(english, { ...generation, id: 'AZVJother0000000000000' }, [picture]);
    expect(
      await find([
        { ...own, author: { id: '5' } },
        { ...own, components: other.components },
      ]).found,
    ).toBeUndefined();
  });

  test('is looked for from a minute before on, page by page', async () => {
    const full = Array.from({ length: 100 }, (_, i) => ({ ...own, id: String(1_000 + i), components: [] }));
    const { found, made } = find(full, [own]);
    expect(await found).toMatchObject({ messageId: '777' });
    const after = made.map(({ how }) => (how as { query: URLSearchParams }).query.get('after'));
    expect(Number((BigInt(after[0] ?? '') >> 22n) + 1_420_070_400_000n)).toBe(since - 60_000);
    expect(after[1]).toBe('1099');
  });

  test('is not found where the channel cannot be read', async () => {
    expect(await find(refusal(50_001, 403)).found).toBeUndefined();
  });
});
