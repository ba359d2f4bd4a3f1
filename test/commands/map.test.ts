import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCommands } from '../../src/commands/index.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { isPrivate, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

test('/aesthetic map shows a picture that says in words what is near what', async () => {
  const places = [
    { name: 'dusk', x: -1, y: 0 },
    { name: 'mist', x: -0.9, y: 0 },
    { name: 'neon', x: 1, y: 0.2, picture: new Uint8Array([1]) },
  ];
  fake.map = { places, shown: 0.615, left: 4 };
  const calls = await client.slash('aesthetic', {}, {}, 'map');
  const shown = calls.at(-1)!;
  expect(fake.asked.at(-1)).toEqual(['map', '100', ['10']]);
  expect(fake.charts).toMatchObject([{ title: 'How alike our aesthetics are', places }]);
  expect(isPrivate(calls[0])).toBe(true);
  expect(shown.files).toEqual(['map.png']);
  expect(JSON.stringify(shown.body)).toContain(
    'dusk is nearest to mist; mist is nearest to dusk; neon is nearest to mist',
  );
  expect(words(shown)).toContain('62 % of the differences');
  expect(words(shown)).toContain('4 more');
});

test('it says when there is too little to compare', async () => {
  fake.map = { places: [{ name: 'dusk', x: 0, y: 0 }], shown: 1, left: 0 };
  expect(words((await client.slash('aesthetic', {}, {}, 'map')).at(-1)!)).toContain('fewer than three');
  expect(fake.charts).toEqual([]);
});
