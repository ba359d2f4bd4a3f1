import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommands } from '../../src/commands/index.js';
import { strangersTexts } from '../support/strangersTexts.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { openTestClient } from './testClient.js';
import type { Call, TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const manager = { permissions: [PermissionFlagsBits.Administrator] };

/** Every place where a member's text comes in. */
const entrances: Readonly<Record<string, (text: string) => Promise<Call[]>>> = {
  'a prompt': (prompt) => client.slash('imagine', { prompt }),
  'a negative prompt': (negative) => client.slash('imagine', { prompt: 'a castle', negative }),
  'the name of an aesthetic': (aesthetic) => client.slash('imagine', { prompt: 'a castle', aesthetic }),
  'a strength': (strength) => client.slash('imagine', { prompt: 'a castle', strength }),
  'a size': (size) => client.slash('imagine', { prompt: 'a castle', size }),
  'a new name': (name) => client.slash('aesthetic', { name, image1: 'a' }, {}, 'create'),
  'a description': (note) => client.slash('aesthetic', { name: 'mist', note, image1: 'a' }, {}, 'create'),
  'a form': (text) => client.submit('1:create', { name: text, note: text, kind: ['mean'], images: ['a'] }),
  'the name of a blend': (name) =>
    client.slash('aesthetic', { name, note: name, aesthetic1: 'gloomcore', aesthetic2: name }, {}, 'blend'),
  'the name of what is bred': (name) => client.slash('aesthetic', { name }, {}, 'breed'),
  'another name': (name) => client.slash('aesthetic', { name: 'gloomcore', new_name: name }, manager, 'rename'),
  'the name for a file': (name) => client.slash('aesthetic', { file: 'a', name }, {}, 'import'),
  'a code': (code) => client.slash('aesthetic', { code, name: code }, {}, 'share use'),
  'the name of a taste': (name) => client.slash('taste', { name }, {}, 'share'),
  'a title': (title) => client.slash('contest', { aesthetic: 'gloomcore', title }, manager),
  'the prompt of a duel': (prompt) => client.slash('duel', { prompt, left: prompt }, {}, 'start'),
  'a forbidden word': (word) => client.slash('settings', { word }, manager, 'words add'),
  'the name of a pack': (pack) => client.slash('settings', { pack }, manager, 'change'),
  'a request to cancel': (request) => client.slash('cancel', { request }),
  'a gallery': (aesthetic) => client.slash('gallery', { aesthetic }),
  'what is typed for suggestions': (typed) =>
    client.complete('imagine', { prompt: 'a castle', aesthetic: typed }, 'aesthetic'),
};

const ungainly = /(?![\t\n])\p{Cc}|\p{Surrogate}|\uFEFF/u;

describe.each(Object.entries(entrances))('%s', (_, send) => {
  test.each(strangersTexts.map((text) => [JSON.stringify(text).slice(0, 40), text]))('that is %s', async (__, text) => {
    const calls = await send(text);
    // Whatever the service is asked for can be kept, and what the member is told can be sent.
    for (const one of textsIn([fake.asked, fake.orders, calls])) expect(one).not.toMatch(ungainly);
    expect(client.logged).toEqual([]);
    expect(calls).not.toEqual([]);
  });
});

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (ArrayBuffer.isView(value)) return [];
  return typeof value === 'object' && value !== null
    ? [...Object.keys(value), ...Object.values(value).flatMap(textsIn)]
    : [];
}
