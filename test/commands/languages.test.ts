import { afterEach, beforeEach, expect, test } from 'vitest';
import { textsFor } from '../../src/bot/i18n/index.js';
import { createCommands } from '../../src/commands/index.js';
import { UserError } from '../../src/engine/index.js';
import { gloomcore } from '../bot/views/examples.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { control, isPrivate, openTestClient, words } from './testClient.js';
import type { Call, TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const [german, french, japanese] = ['de', 'fr', 'ja'].map(textsFor);
const germanInEnglishServer = { locale: 'de', guildLocale: 'en-US' };
const germanInFrenchServer = { locale: 'de', guildLocale: 'fr' };
const last = (calls: readonly Call[]): Call => calls.at(-1)!;

test('a German member is refused in German in an English server, privately', async () => {
  const refusal = last(await client.slash('settings', {}, germanInEnglishServer, 'show'));
  expect(isPrivate(refusal)).toBe(true);
  expect(words(refusal)).toBe(german.errors.managersOnly);
});

test('so is whose image the engine refuses', async () => {
  fake.refusal = new UserError({ code: 'imageDamaged', params: { name: 'the image', why: 'VipsJpeg: premature end' } });
  const refusal = last(await client.slash('aesthetic', { name: 'mist', image1: 'a' }, germanInEnglishServer, 'create'));
  expect(isPrivate(refusal)).toBe(true);
  expect(words(refusal)).toBe(german.errors.imageDamaged({ name: '', why: '' }));
});

test('so is who asked for everybody to see: what was deferred for all is taken away', async () => {
  const calls = await client.slash('imagine', { prompt: 'a castle', aesthetic: 'gloomcor' }, germanInFrenchServer);
  const refusal = last(calls);
  expect(isPrivate(refusal)).toBe(true);
  expect(words(refusal)).toBe(german.errors.unknownAesthetic({ name: 'gloomcor', near: ['gloomcore'] }));
});

test('a private answer is in the member’s language', async () => {
  const help = last(await client.slash('help', {}, germanInFrenchServer));
  expect(words(help)).toBe(german.help.join('\n'));
  const list = last(await client.slash('aesthetic', {}, germanInFrenchServer, 'list'));
  expect(words(list)).toContain(`## ${german.answers.aesthetics}\n`);
  const page = last(await client.press('1:page:1', germanInFrenchServer));
  expect(words(page)).toContain(`## ${german.answers.aesthetics}\n`);
  const form = last(await client.slash('aesthetic', {}, germanInFrenchServer, 'create'));
  expect(form.body.data).toMatchObject({ title: german.answers.form.title });
});

test('an announcement is in the server’s language', async () => {
  const asked = last(await client.slash('aesthetic', { name: 'mist', image1: 'a' }, germanInFrenchServer, 'create'));
  expect(words(asked)).toBe(`**mist**\n-# ${french.answers.making.waiting(1)}`);
  const parts = { aesthetic1: 'gloomcore', aesthetic2: 'glowwave' };
  const made = last(await client.slash('aesthetic', { name: 'mist', ...parts }, germanInFrenchServer, 'blend'));
  expect(words(made)).toBe(french.answers.blended('mist', gloomcore.kind, 2, '<@200>'));
  expect(JSON.stringify(made.body)).toContain(french.answers.cards.paint());
  expect(fake.cards[0]).toMatchObject({ said: words(made), reply: { locale: 'fr' } });
  const pressed = last(await client.press(control(made, 'card'), germanInFrenchServer));
  expect(words(pressed)).toContain(french.answers.images(gloomcore.count));
});

test('so is the line of a request that waits, and delivery is told the language', async () => {
  const waiting = last(await client.slash('imagine', { prompt: 'a castle' }, { locale: 'de', guildLocale: 'ja' }));
  const { waiting: line, durations } = japanese.pictures;
  expect(words(waiting)).toBe(`**a castle** · <@200>\n-# ${line(2, durations.seconds(30))}`);
  expect(fake.orders[0].reply.locale).toBe('ja');
});

test('a language that the bot does not speak is answered in English', async () => {
  const help = last(await client.slash('help', {}, { locale: 'pt-BR' }));
  expect(words(help)).toBe(textsFor('en-GB').help.join('\n'));
});
