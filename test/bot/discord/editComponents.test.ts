import { DiscordAPIError } from 'discord.js';
import type { REST } from 'discord.js';
import { expect, test } from 'vitest';
import { createEditComponents } from '../../../src/bot/discord/editComponents.js';

const at = { channelId: '10', messageId: '20' };
const link = 'https://cdn.discordapp.com/attachments/10/7/picture-42.png?ex=1&is=2&hm=3';
const shown = {
  attachments: [{ id: '7', filename: 'picture-42.png', size: 1, url: link }],
  components: [
    {
      type: 12,
      id: 1,
      items: [
        { media: { url: link, proxy_url: link, width: 8, height: 8, attachment_id: '7' }, description: 'a castle' },
      ],
    },
    { type: 13, id: 2, file: { url: 'https://example.org/x', attachment_id: '9', content_type: 'text/plain' } },
    { type: 10, id: 3, content: 'words' },
  ],
};

function rest(answer: object = shown, failure?: Error) {
  const calls: { readonly method: string; readonly path: string; readonly body?: unknown }[] = [];
  const call = (method: string) => (path: string, options?: { body?: unknown }) => {
    calls.push({ method, path, ...(options?.body !== undefined && { body: options.body }) });
    return failure && method === 'patch' ? Promise.reject(failure) : Promise.resolve(answer);
  };
  return { calls, client: { get: call('get'), patch: call('patch') } as unknown as Pick<REST, 'get' | 'patch'> };
}

test('keeps the message’s files, named as a request names them', async () => {
  const { calls, client } = rest();
  await createEditComponents(client)(at, (components) => [...components, { type: 10, content: 'more' } as never]);
  expect(calls.map(({ method, path }) => [method, path])).toEqual([
    ['get', '/channels/10/messages/20'],
    ['patch', '/channels/10/messages/20'],
  ]);
  expect(calls[1].body).toEqual({
    flags: 1 << 15,
    attachments: [{ id: '7' }],
    allowed_mentions: { parse: [] },
    components: [
      { type: 12, id: 1, items: [{ media: { url: 'attachment://picture-42.png' }, description: 'a castle' }] },
      { type: 13, id: 2, file: { url: 'https://example.org/x' } },
      { type: 10, id: 3, content: 'words' },
      { type: 10, content: 'more' },
    ],
  });
});

test('knows the message’s files by their links where Discord does not tell which attachment a medium is', async () => {
  const gallery = { type: 12, id: 1, items: [{ media: { url: link, width: 8, height: 8 }, description: 'a castle' }] };
  const button = { type: 2, id: 2, style: 5, url: link, label: 'open' };
  const { calls, client } = rest({ ...shown, components: [gallery, button] });
  await createEditComponents(client)(at, (components) => [...components]);
  expect(calls[1].body).toMatchObject({
    components: [
      { type: 12, id: 1, items: [{ media: { url: 'attachment://picture-42.png' }, description: 'a castle' }] },
      button,
    ],
  });
});

test('sends nothing where nothing changes', async () => {
  const { calls, client } = rest();
  await createEditComponents(client)(at, () => undefined);
  expect(calls).toHaveLength(1);
});

const failure = (status: number, code: number) =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'PATCH', '', { files: undefined, body: undefined });

test('is silent where the message is gone, and not where Discord has trouble of its own', async () => {
  const change = (components: readonly object[]) => [...components] as never;
  await expect(createEditComponents(rest(shown, failure(404, 10008)).client)(at, change)).resolves.toBeUndefined();
  await expect(createEditComponents(rest(shown, failure(500, 0)).client)(at, change)).rejects.toThrow('no');
});
