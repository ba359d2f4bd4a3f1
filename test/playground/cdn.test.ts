import { expect, test } from 'vitest';
import { aDiscord, aPicture, request } from './bot.js';

const dayMs = 24 * 3_600_000;

async function aPosted() {
  const { discord, clock } = await aDiscord();
  const guest = discord.member('guest');
  const message = await guest.post('look', [{ name: 'my cat.png', bytes: await aPicture() }]);
  const path = `/channels/${guest.channelId}/messages/${message.id}`;
  return { discord, clock, guest, message, path, link: message.attachments[0].url };
}

test('a link expires, and reading the message again gives a new one', async () => {
  const { discord, clock, link, path } = await aPosted();
  expect((await fetch(link)).status).toBe(200);
  const { searchParams, pathname } = new URL(link);
  expect(Number.parseInt(searchParams.get('ex')!, 16) - Number.parseInt(searchParams.get('is')!, 16)).toBe(
    dayMs / 1_000,
  );
  expect(pathname).toMatch(/\/my_cat\.png$/);
  clock.advance(dayMs + 1_000);
  expect((await fetch(link)).status).toBe(404);
  const { json } = await request(discord, 'GET', path);
  const [again] = (json as unknown as { attachments: { url: string }[] }).attachments;
  expect((await fetch(again.url)).status).toBe(200);
});

test('a link with another time, another file or no signature is refused', async () => {
  const { link } = await aPosted();
  const later = link.replace(/ex=[0-9a-f]+/, 'ex=ffffffff');
  for (const forged of [later, link.replace('my_cat', 'secret'), link.split('?')[0]]) {
    expect((await fetch(forged)).status).toBe(404);
  }
});

test('a deleted message takes its files along', async () => {
  const { guest, message, link } = await aPosted();
  guest.delete(message);
  expect((await fetch(link)).status).toBe(404);
});

test('a redirect, an error and a broken connection come when asked for', async () => {
  const { discord, link } = await aPosted();
  discord.faults.next('GET cdn', { kind: 'redirect', to: 'http://127.0.0.1:9/secret' });
  discord.faults.next('GET cdn', { kind: 'status', status: 503 });
  discord.faults.next('GET cdn', { kind: 'drop' });
  const redirected = await fetch(link, { redirect: 'manual' });
  expect([redirected.status, redirected.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/secret']);
  expect((await fetch(link)).status).toBe(503);
  await expect(fetch(link)).rejects.toThrow();
  expect((await fetch(link)).status).toBe(200);
});
