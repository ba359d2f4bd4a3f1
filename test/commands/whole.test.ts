import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/bot/data/index.js';
import { createMessenger } from '../../src/bot/discord/messenger.js';
import { createDispatcher } from '../../src/bot/jobs/dispatcher.js';
import { openQueues } from '../../src/bot/jobs/queues.js';
import { openLog } from '../../src/bot/log.js';
import { createMetrics } from '../../src/bot/metrics.js';
import { createRender } from '../../src/bot/news.js';
import { startPainting } from '../../src/bot/painting.js';
import { createPorts } from '../../src/bot/ports/index.js';
import { startPosting } from '../../src/bot/posting.js';
import { createCommands } from '../../src/commands/index.js';
import type { Ports } from '../../src/commands/ports.js';
import { control, isPrivate, kind, openDesk, words } from './desk.js';
import type { Call, Desk } from './desk.js';

/*
 * Commands, data, queues, engine and demo pack together, as main.ts builds them; of Discord the desk's cut ends. The playground's tests
 * go the same way over a real gateway.
 */

let desk: Desk;
/** What members attach, by file name. */
const attached = new Map<string, Uint8Array>();
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-'));
  closers.push(() => rm(dir, { recursive: true }));
  const [log, metrics] = [openLog({ logLevel: 'warn' }), createMetrics()];
  const store = await openStore({ mode: 'embedded', dir });
  closers.push(() => store.close());
  const queues = openQueues(store, {
    jobFailed: (_queue, job, error) => {
      log.error({ err: error, job });
    },
  });
  closers.push(() => queues.close());
  const dispatcher = createDispatcher(store, queues);
  const config = { pack: 'demo', device: 'cpu' } as const;
  const painting = await startPainting({ config, store, queues, dispatcher, log, metrics });
  closers.push(() => painting.close());
  const ports: Ports = {
    ...createPorts({ store, queues, dispatcher, defaultPack: 'demo' }),
    fetchAttachment: ({ name }) => Promise.resolve(attached.get(name) ?? new Uint8Array()),
  };
  desk = openDesk(createCommands(ports));
  closers.push(() => desk.close());
  const messenger = createMessenger(desk.rest, '900');
  startPosting({ store, queues, dispatcher, messenger, render: createRender(store), log, metrics });
  const folder = 'test/data/images/aivazovsky';
  const names = ['mist.jpg', 'fog.png', 'rain.webp'];
  for (const [i, file] of (await readdir(folder)).entries()) attached.set(names[i], await readFile(join(folder, file)));
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/** The message with the pictures that the calls from `from` on lead to. */
async function pictures(from: number): Promise<Call> {
  const isPicture = (call: Call): boolean => call.files.some((name) => /^(picture|plain)-/.test(name));
  await expect.poll(() => desk.calls.slice(from).some(isPicture), { timeout: 60_000, interval: 50 }).toBe(true);
  return desk.calls.slice(from).find(isPicture)!;
}

const manager = { permissions: [PermissionFlagsBits.ManageGuild, PermissionFlagsBits.UseApplicationCommands] };
const told = (calls: readonly Call[]): string => words(calls.at(-1)!);
let first: Call;

test('a member makes an aesthetic from two JPEGs, and adds a third', async () => {
  const made = await desk.slash(
    'aesthetic',
    { name: 'Sea Mist', image1: 'a', image2: 'b', kind: 'contrast' },
    {},
    'create',
  );
  expect(told(made)).toContain('**Sea Mist** is an aesthetic now, made by <@200> from 2 images');
  const added = await desk.slash('aesthetic', { name: 'sea mist', image1: 'c' }, {}, 'add');
  expect(told(added)).toContain('at version 2 now, with 3 images');
});

test('a text file named .jpg is refused, and nothing is public', async () => {
  attached.set('mist.jpg', Buffer.from('hello'));
  const calls = await desk.slash('aesthetic', { name: 'words', image1: 'a' }, {}, 'create');
  expect(calls.map(kind)).toEqual(['callback 5', 'delete', 'follow-up']);
  expect(told(calls)).toContain('looks like text');
});

test('a duplicate name is refused, whatever its case', async () => {
  const calls = await desk.slash('aesthetic', { name: 'SEA MIST', image1: 'b' }, {}, 'create');
  expect(isPrivate(calls.at(-1)!)).toBe(true);
  expect(told(calls)).toMatch(/sea mist/i);
});

test('imagines with it, sees its place, then how far it is, then the pictures with their proof', async () => {
  const from = desk.calls.length;
  const asked = await desk.slash('imagine', { prompt: 'a castle', aesthetic: 'sea mist', seed: 42, steps: 100 });
  expect(told(asked)).toContain('Waiting: next');
  first = await pictures(from);
  const progress = desk.calls.slice(from).filter((call) => words(call).includes('Painting: step'));
  expect(progress.flatMap(({ files }) => files)).toContain('preview.png');
  expect(first.files).toEqual(['picture-42.png']);
  expect(words(first)).toMatch(/Sea Mist v2 · balanced · cosine [−0-9.]+ → [−0-9.]+ · seed 42/);
  expect(JSON.stringify(first.body)).toContain('a castle, painted in the aesthetic Sea Mist');
});

test('presses stronger: the same seed, further towards it; again: another seed; plain: both, side by side', async () => {
  let from = desk.calls.length;
  await desk.press(control(first, 'stronger'), { userId: '300' });
  expect(words(await pictures(from))).toMatch(/Sea Mist v2 · strong · .* · seed 42/);

  from = desk.calls.length;
  await desk.press(control(first, 'again'), { userId: '300' });
  expect(words(await pictures(from))).not.toMatch(/ seed 42$/m);

  from = desk.calls.length;
  await desk.press(control(first, 'plain'), { userId: '300' });
  expect((await pictures(from)).files).toEqual(['plain-42.png', 'picture-42.png']);
});

test('cancels what is being painted', async () => {
  const from = desk.calls.length;
  const asked = await desk.slash('imagine', { prompt: 'a castle', count: 10, steps: 150 });
  await desk.press(control(asked.at(-1)!, 'cancel'));
  await expect
    .poll(() => desk.calls.slice(from).some((call) => words(call).includes('Cancelled.')), { timeout: 20_000 })
    .toBe(true);
});

test('picks another aesthetic from the list', async () => {
  const shown = await desk.press(control(first, 'other'));
  const gloomcore = /"label":"gloomcore","value":"([\w-]+)"/.exec(JSON.stringify(shown.at(-1)!.body))?.[1] ?? '';
  const from = desk.calls.length;
  await desk.select(control(shown.at(-1)!, 'pick'), [gloomcore]);
  expect(words(await pictures(from))).toMatch(/gloomcore v1 · balanced · .* · seed 42/);
});

test('reads the recipe', async () => {
  expect(told(await desk.press(control(first, 'recipe')))).toContain('aesthetic  Sea Mist@2');
});

test('exports it, and another server imports it', async () => {
  const exported = await desk.slash('aesthetic', { name: 'Sea Mist' }, {}, 'export');
  expect(exported.at(-1)!.files).toEqual(['Sea_Mist.safetensors']);
  attached.set('mist.jpg', exported.at(-1)!.contents[0]);
  const elsewhere = { guildId: '101', ...manager };
  const imported = await desk.slash('aesthetic', { file: 'a', name: 'borrowed' }, elsewhere, 'import');
  expect(told(imported)).toContain('**borrowed** is an aesthetic now, a contrast');
  expect(told(await desk.slash('aesthetic', {}, elsewhere, 'list'))).toContain('**borrowed** v1 · contrast · 3 images');
});

test('a damaged file, or one that is no aesthetic, is told to whoever gave it', async () => {
  for (const bytes of [Buffer.from('PK\x03\x04 cut off'), Buffer.from('hello')]) {
    attached.set('mist.jpg', bytes);
    const calls = await desk.slash('aesthetic', { file: 'a', name: 'broken' }, {}, 'import');
    expect(told(calls)).not.toContain('in the log');
  }
});

test('by a forged id, a button of one server does nothing in another', async () => {
  const calls = await desk.press(control(first, 'again'), { guildId: '101', ...manager });
  expect(told(calls)).toContain('not known here any more');
});

test('deletes it, undoes that, and takes an image out', async () => {
  const deleted = await desk.slash('aesthetic', { name: 'Sea Mist' }, {}, 'delete');
  expect(told(await desk.slash('aesthetic', {}, {}, 'list'))).not.toContain('Sea Mist');
  expect(told(await desk.press(control(deleted.at(-1)!, 'undo')))).toContain('**Sea Mist** is back');
  const asked = await desk.slash('aesthetic', { name: 'Sea Mist' }, {}, 'remove');
  const image = /"label":"Image 3","value":"([\w-]+)"/.exec(JSON.stringify(asked.at(-1)!.body))?.[1] ?? '';
  expect(told(await desk.select(control(asked.at(-1)!, 'image'), [image]))).toContain(
    'at version 3 now, with 2 images',
  );
});

test('settings are kept', async () => {
  await desk.slash('settings', { aesthetic: 'Sea Mist', strength: 'strong', member_cap: 2 }, manager, 'change');
  expect(told(await desk.slash('settings', {}, manager, 'show'))).toContain('Sea Mist v3');
});

test('deletes a picture', async () => {
  const calls = await desk.press(control(first, 'delete'));
  expect(calls.map(kind)).toEqual(['callback 6', 'delete']);
  expect(told(await desk.press(control(first, 'recipe')))).toContain('not known here any more');
});

test('gets everything that is kept, and has it erased', async () => {
  const exported = await desk.slash('privacy', {}, {}, 'export');
  expect(Buffer.from(exported.at(-1)!.contents[0]).toString()).toContain('Sea Mist');
  await desk.slash('privacy', {}, {}, 'erase');
  expect(told(await desk.press('1:erase:200'))).toContain('Erased: ');
  expect(told(await desk.slash('aesthetic', {}, {}, 'list'))).not.toContain('Sea Mist');
});
