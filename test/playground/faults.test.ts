import type { TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import { createClock, startDiscord } from '../../src/playground/index.js';
import { aBot, aDiscord, request, silence, slash } from './bot.js';

const post = 'POST /channels/:channel/messages';

async function aChannel(options: Parameters<typeof aDiscord>[0] = {}, retries = 3) {
  const { discord, clock } = await aDiscord(options);
  const { client } = await aBot(discord, silence, { rest: { retries } });
  const channel = (await client.channels.fetch(discord.member('guest').channelId)) as TextChannel;
  const posts = () => discord.requests().filter(({ route }) => route === post);
  const shown = () => discord.member('guest').messages();
  return { discord, clock, channel, posts, shown };
}

test('429 with Retry-After is waited for by discord.js', async () => {
  const { discord, channel, posts } = await aChannel();
  discord.faults.next(post, { kind: 'rate limit', retryAfterMs: 400 });
  await channel.send('x');
  expect(posts().map(({ status }) => status)).toEqual([429, 200]);
  expect(posts()[1].at - posts()[0].at).toBeGreaterThanOrEqual(400);
});

test('after a global 429 discord.js waits on other routes, too', async () => {
  const { discord, channel } = await aChannel();
  discord.faults.next(post, { kind: 'rate limit', retryAfterMs: 400, global: true });
  const sent = channel.send('x');
  await expect.poll(() => discord.requests().at(-1)?.status).toBe(429);
  await channel.client.guilds.fetch({ guild: channel.guildId, force: true });
  await sent;
  const [refused, ...later] = discord.requests().slice(discord.requests().findIndex(({ status }) => status === 429));
  expect(later.map(({ route }) => route).sort()).toEqual(['GET /guilds/:guild', post]);
  for (const { at } of later) expect(at - refused.at).toBeGreaterThanOrEqual(400);
});

test('a bucket that is empty says so in its headers, then refuses; discord.js reads them and is never refused', async () => {
  const { discord, clock, channel, posts } = await aChannel();
  const path = `/channels/${channel.id}/messages`;
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push(await request(discord, 'POST', path, { content: `${i}` }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['4', '3', '2', '1', '0', '0']);
  expect(Number(answers[5].headers.get('retry-after'))).toBeLessThanOrEqual(5);
  expect(answers[5].headers.get('x-ratelimit-scope')).toBe('user');
  clock.advance(5_000);
  const before = posts().length;
  await Promise.all(Array.from({ length: 7 }, (_, i) => channel.send(`${i}`)));
  expect(
    posts()
      .slice(before)
      .map(({ status }) => status),
  ).toEqual(Array.from({ length: 7 }, () => 200));
});

test('more than so many requests a second are refused for all routes', async () => {
  const { discord } = await aDiscord({ rules: { globalPerSecond: 3 } });
  const answers = await Promise.all(Array.from({ length: 4 }, () => request(discord, 'GET', '/users/@me')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429]);
  expect(answers.find(({ status }) => status === 429)!.headers.get('x-ratelimit-global')).toBe('true');
});

test('errors of Discord’s are tried again by discord.js', async () => {
  const { discord, channel, posts } = await aChannel();
  discord.faults.next(post, { kind: 'status', status: 503 }, 2);
  await channel.send('x');
  expect(posts().map(({ status }) => status)).toEqual([503, 503, 200]);
});

test('a planned error has the code that was asked for', async () => {
  const { discord, channel } = await aChannel();
  discord.faults.always(post, { kind: 'status', status: 403, code: 50001, message: 'Missing Access' });
  await expect(channel.send('x')).rejects.toMatchObject({ code: 50001, status: 403 });
  discord.faults.clear();
  await channel.send('x');
  expect(discord.violations()).toEqual([]);
});

test('a connection that breaks before the request has no effect, one that breaks before the answer has', async () => {
  const { discord, channel, shown } = await aChannel({}, 0);
  discord.faults.next(post, { kind: 'drop' });
  await expect(channel.send('dropped')).rejects.toThrow();
  discord.faults.next(post, { kind: 'lose answer' });
  await expect(channel.send('arrived')).rejects.toThrow();
  expect(shown().map(({ text }) => text)).toEqual(['arrived']);
});

test('a planned delay holds the answer back', async () => {
  const { discord, channel } = await aChannel();
  discord.faults.next(post, { kind: 'delay', ms: 300 });
  const before = performance.now();
  await channel.send('x');
  expect(performance.now() - before).toBeGreaterThanOrEqual(295);
});

test('a saved state continues in another playground: messages, files, commands, token', async () => {
  const { discord, channel } = await aChannel();
  await channel.send({ content: 'kept', files: [{ name: 'a.txt', attachment: Buffer.from('bytes') }] });
  await request(discord, 'POST', `/applications/${discord.applicationId}/commands`, slash('imagine'));
  const saved = JSON.parse(JSON.stringify(discord.save())) as ReturnType<typeof discord.save>;
  await discord.close();
  const again = await startDiscord({ saved, clock: createClock() });
  const guest = again.member('guest');
  const [message] = guest.messages();
  const file = await fetch(message.attachments[0].url);
  expect([message.text, await file.text(), guest.commands(), again.token]).toEqual([
    'kept',
    'bytes',
    ['imagine'],
    discord.token,
  ]);
  await again.close();
});
