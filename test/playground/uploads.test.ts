import { expect, test } from 'vitest';
import { aDiscord } from './bot.js';

/** Posts a form with the bot's token, with any HTTP client's boundary. */
async function postForm(body: FormData | string, contentType?: string) {
  const { discord } = await aDiscord({ page: {} });
  const guest = discord.member('guest');
  const response = await fetch(`${discord.api}/v10/channels/${guest.channelId}/messages`, {
    method: 'POST',
    body,
    headers: {
      authorization: `Bot ${discord.token}`,
      ...(contentType !== undefined && { 'content-type': contentType }),
    },
  });
  const json = (await response.json()) as { code?: number };
  return { discord, status: response.status, code: json.code, message: guest.messages()[0] };
}

function form(files: readonly File[]): FormData {
  const made = new FormData();
  made.set('payload_json', '{}');
  files.forEach((file, i) => {
    made.set(`files[${i}]`, file);
  });
  return made;
}

test('names of files keep letters of any script; other characters are removed', async () => {
  const names = ['Grüße 1.txt', 'a "b" c.txt', '写真.png', '50%22.txt'];
  const { message } = await postForm(form(names.map((name) => new File(['x'], name))));
  expect(message.attachments.map(({ filename }) => filename)).toEqual([
    'Grüße_1.txt',
    'a_b_c.txt',
    '写真.png',
    // Browsers write a quotation mark in a form as %22, and do not encode the percent sign.
    '50.txt',
  ]);
});

test('a form of 24 MiB arrives byte by byte', async () => {
  const parts = [1, 2, 3].map((part) => new Uint8Array(8 * 2 ** 20).map((_, i) => (i * part) % 251));
  const { message } = await postForm(form(parts.map((bytes, i) => new File([bytes], `${i}.bin`))));
  for (const [i, bytes] of parts.entries()) {
    const served = await fetch(message.attachments[i].url);
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true);
  }
});

test('a form of another client is read, and one that breaks off is refused (50035)', async () => {
  const whole = [
    '--b',
    'content-disposition: form-data; name="payload_json"',
    'content-type: application/json',
    '',
    '{"content":"hello"}',
    '--b--',
    '',
  ].join('\r\n');
  const read = await postForm(whole, 'multipart/form-data; boundary=b');
  expect([read.status, read.message.text]).toEqual([200, 'hello']);
  expect(await postForm(whole.slice(0, -20), 'multipart/form-data; boundary=b')).toMatchObject({ code: 50035 });
  expect(await postForm(whole, 'multipart/form-data')).toMatchObject({ code: 50035 });
});

test.each([
  ['a.png', 'image/png', 'image/png'],
  ['a.jfif', 'image/jpeg', 'image/jpeg'],
  ['a.txt', 'text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
  ['a.mp4', 'video/mp4', 'video/mp4'],
  ['a.html', 'text/html; charset=utf-8', 'application/octet-stream'],
  ['a.svg', 'image/svg+xml', 'application/octet-stream'],
  ['a.js', 'text/javascript; charset=utf-8', 'application/octet-stream'],
  ['png', 'application/octet-stream', 'application/octet-stream'],
])('%s is %s, and served as %s', async (name, told, served) => {
  const { discord, message } = await postForm(form([new File(['x'], name)]));
  const { url } = message.attachments[0];
  const [attachment] = Object.values(discord.save().state.messages)[0].now.attachments;
  expect(attachment.contentType).toBe(told);
  expect((await fetch(url)).headers.get('content-type')).toBe(served);
});
