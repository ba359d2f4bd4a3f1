import { MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { aDiscord, request } from './bot.js';

const flags = MessageFlags.IsComponentsV2;
const text = (content = 'x') => ({ type: 10, content });
const button = (custom_id: string, more: object = {}) => ({ type: 2, style: 1, label: 'x', custom_id, ...more });
const row = (...components: object[]) => ({ type: 1, components });
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const gallery = (...urls: string[]) => ({ type: 12, items: urls.map((url) => ({ media: { url } })) });
const web = 'https://example.org/a.png';
const select = (more: object = {}) => ({ type: 3, custom_id: 's', options: [{ label: 'a', value: 'a' }], ...more });
const options = (count: number) => many(count, (i) => ({ label: `${i}`, value: `${i}` }));

async function post(body: object) {
  const { discord } = await aDiscord();
  const { channelId } = discord.member('guest');
  return request(discord, 'POST', `/channels/${channelId}/messages`, body);
}

describe('a message is taken', () => {
  test.each([
    ['with 40 components', { flags, components: many(40, () => text()) }],
    [
      'with 4000 characters in all its texts',
      { flags, components: [text('x'.repeat(2_000)), text('x'.repeat(2_000))] },
    ],
    ['with ten pictures', { flags, components: [gallery(...many(10, () => web))] }],
    ['with five rows of five buttons', { components: many(5, (i) => row(...many(5, (j) => button(`${i}${j}`)))) }],
    [
      'with a container of a section, a separator and a row',
      {
        flags,
        components: [
          {
            type: 17,
            accent_color: 1,
            components: [
              { type: 9, components: [text()], accessory: { type: 11, media: { url: web } } },
              { type: 14 },
              row(button('a')),
            ],
          },
        ],
      },
    ],
    ['with a select of 25 options', { components: [row(select({ options: options(25), max_values: 25 }))] }],
    ['with a link', { components: [row({ type: 2, style: 5, label: 'x', url: web })] }],
  ])('%s', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 200 });
  });
});

describe('a message is refused (50035)', () => {
  test.each([
    ['with 41 components', { flags, components: many(41, () => text()) }],
    [
      'with 41 components, nested ones counted',
      { flags, components: [{ type: 17, components: many(8, (i) => row(...many(5, (j) => button(`${i}${j}`)))) }] },
    ],
    ['with more than 4000 characters in its texts', { flags, components: [text('x'.repeat(4_000)), text()] }],
    ['with content beside Components V2', { flags, content: 'x', components: [text()] }],
    ['with embeds beside Components V2', { flags, embeds: [{ title: 'x' }], components: [text()] }],
    ['with a text component without the flag', { components: [text()] }],
    ['with six rows', { components: many(6, (i) => row(button(`${i}`))) }],
    ['with six buttons in a row', { components: [row(...many(6, (i) => button(`${i}`)))] }],
    ['with a select beside a button', { components: [row(select(), button('a'))] }],
    ['with a custom_id twice', { components: [row(button('a'), button('a'))] }],
    ['with a custom_id of 101 characters', { components: [row(button('x'.repeat(101)))] }],
    ['with an empty custom_id', { components: [row(button(''))] }],
    ['with a button without custom_id', { components: [row({ type: 2, style: 1, label: 'x' })] }],
    ['with a button without label', { components: [row({ type: 2, style: 1, custom_id: 'a' })] }],
    ['with a label of 81 characters', { components: [row(button('a', { label: 'x'.repeat(81) }))] }],
    ['with a gallery of none', { flags, components: [gallery()] }],
    ['with a gallery of eleven', { flags, components: [gallery(...many(11, () => web))] }],
    ['with a picture that is not attached', { flags, components: [gallery('attachment://a.png')] }],
    [
      'with alt text of 1025 characters',
      { flags, components: [{ type: 12, items: [{ media: { url: web }, description: 'x'.repeat(1_025) }] }] },
    ],
    ['with a select of 26 options', { components: [row(select({ options: options(26) }))] }],
    [
      'with an option twice',
      {
        components: [
          row(
            select({
              options: [
                { label: 'a', value: 'a' },
                { label: 'b', value: 'a' },
              ],
            }),
          ),
        ],
      },
    ],
    ['with more values than options', { components: [row(select({ max_values: 2 }))] }],
    ['with a placeholder of 151 characters', { components: [row(select({ placeholder: 'x'.repeat(151) }))] }],
    ['with content of 2001 characters', { content: 'x'.repeat(2_001) }],
    ['with 11 embeds', { embeds: many(11, () => ({ title: 'x' })) }],
    ['with embeds of more than 6000 characters', { embeds: many(2, () => ({ description: 'x'.repeat(3_500) })) }],
    ['with an attachment that there is not', { content: 'x', attachments: [{ id: '0', filename: 'a.png' }] }],
    ['with a field of a component that the schema has not', { components: [row(button('a', { colour: 1 }))] }],
    [
      'with a file from the web in a file component',
      { flags, components: [{ type: 13, file: { url: 'https://example.com/a.bin' } }] },
    ],
    ['with a component that there is not', { flags, components: [{ type: 99 }] }],
  ])('%s', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 400, code: 50035 });
  });
});

test('a refusal names the field as Discord does', async () => {
  const { json } = await post({ components: [row(button('a'), button('x'.repeat(101)))] });
  expect(json!.errors).toEqual({
    components: {
      0: {
        components: {
          1: { custom_id: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 100 or fewer in length.' }] } },
        },
      },
    },
  });
});

test('an empty message is none (50006)', async () => {
  expect(await post({})).toMatchObject({ status: 400, code: 50006 });
});

test('Components V2 stay so: a later edit may not bring content', async () => {
  const { discord } = await aDiscord();
  const path = `/channels/${discord.member('guest').channelId}/messages`;
  const { json } = await request(discord, 'POST', path, { flags, components: [text()] });
  expect(await request(discord, 'PATCH', `${path}/${json!.id!}`, { content: 'x' })).toMatchObject({ code: 50035 });
  expect(await request(discord, 'PATCH', `${path}/${json!.id!}`, { components: [text('y')] })).toMatchObject({
    status: 200,
  });
});
