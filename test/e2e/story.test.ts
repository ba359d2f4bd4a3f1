import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage } from '../../src/engine/index.js';
import { NotOffered } from '../../src/playground/index.js';
import { modes } from '../bot/support/stores.js';
import { smallSide } from '../support/fewSteps.js';
import { example } from './support/files.js';
import { install, startingMs } from './support/installation.js';
import type { Installation } from './support/installation.js';
import { customIdOf, download, labels, made, patienceMs, picture, privately, proof } from './support/shown.js';
import type { Member, Message } from './support/shown.js';

/*
 * One story, in order: each test goes on where the one before ended. The bot is processes of its own; members see it through Discord alone.
 */

const context = 'Make an aesthetic from this';

describe.each(modes)('what members do, %s', (mode) => {
  let installation: Installation;
  let guest: Member;
  let admin: Member;
  /** The same two in the other server. */
  let elsewhere: { readonly guest: Member; readonly admin: Member };
  let first: Message;

  beforeAll(async () => {
    installation = await install(mode, { empty: true });
    const { discord } = installation;
    guest = discord.member('guest');
    admin = discord.member('admin');
    elsewhere = { guest: discord.member('guest', 'Gallery'), admin: discord.member('admin', 'Gallery') };
  }, startingMs);
  afterAll(() => installation.close());

  test('members are offered the commands, and settings those who manage the server', async () => {
    expect(guest.commands()).toEqual([
      'imagine',
      'aesthetic',
      'taste',
      'gallery',
      'contest',
      'vote',
      'leaderboard',
      'queue',
      'cancel',
      'duel',
      'help',
      'privacy',
      context,
      'Report to moderators',
    ]);
    expect(admin.commands()).toEqual(expect.arrayContaining(['settings']));
    await expect(guest.slash('/settings show')).rejects.toThrow(NotOffered);
  });

  test('help is for whoever asks alone', async () => {
    const help = await privately(await guest.slash('/help'));
    expect(help.text).toContain('/aesthetic create');
    expect(admin.messages()).toEqual([]);
  });

  test('a member makes an aesthetic from three JPEGs in a form, and the channel hears of it and sees its card', async () => {
    const form = await (await guest.slash('/aesthetic create')).modal();
    const images = await Promise.all(['umbrella', 'panda', 'whale'].map((subject) => example('sepia', subject)));
    const asked = await guest.submit(form, {
      Name: 'Old Paper',
      'A short description': 'brown on beige',
      'Images, 1 to 10': images,
    });
    const told = await made(asked);
    const said = `**Old Paper** is an aesthetic now, made by <@${guest.userId}> from 3 images. Try \`/imagine\` with it.`;
    expect(told.text).toContain(said);
    expect(admin.messages().map(({ id }) => id)).toContain(told.id);

    const card = await asked.reply(({ images: shown }) => shown.length > 0, patienceMs);
    expect(card.id).toBe(told.id);
    expect(card.text).toContain(said);
    expect(card.text).toMatch(/a guitar −?0\.\d\d → −?0\.\d\d/);
    expect(card.images).toEqual([expect.objectContaining({ alt: expect.stringContaining('Old Paper') as string })]);
  });

  test('it is suggested while its name is typed, in full, in part and with an error', async () => {
    for (const typed of ['old p', 'paper', 'old papr']) {
      const [best] = await guest.autocomplete('/imagine', 'aesthetic', typed, { prompt: 'a castle' });
      expect(best).toEqual({ name: 'Old Paper', value: 'Old Paper' });
    }
    const all = await guest.autocomplete('/imagine', 'aesthetic', '', { prompt: 'a castle' });
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['gloomcore', 'Old Paper', 'none']));
    expect(await guest.autocomplete('/imagine', 'strength', 'b', { prompt: 'a castle' })).toEqual([
      { name: 'balanced', value: 'balanced' },
    ]);
  });

  test('imagines with it, and sees its place, how far it is with a preview, and the pictures', async () => {
    // Long enough for news with a preview, which comes every 1.5 s, on a fast machine too.
    const imagineOptions = {
      prompt: 'a castle',
      aesthetic: 'old paper',
      seed: 42,
      count: 2,
      steps: 60,
      size: '128x128',
    };
    const asked = await guest.slash('/imagine', imagineOptions);
    const preview = await asked.reply(({ images }) => images.length > 0, patienceMs);
    expect(preview.attachments.map(({ filename }) => filename)).toEqual(['preview.png']);
    expect(preview.text).toMatch(/Painting: step \d+ of 120/);
    expect(labels(preview)).toEqual(['Cancel']);
    const painted = await picture(asked);
    expect(painted.id).toBe(preview.id);
    expect(painted.images).toHaveLength(2);
    const stages = painted.earlier.map((text) => /Waiting: next|Reading the prompt|Painting|Finishing/.exec(text)?.[0]);
    expect(stages.slice(0, 2)).toEqual([undefined, 'Waiting: next']);
    expect(stages).toContain('Painting');
  });

  test('the picture has alt text, a proof line and buttons', async () => {
    first = await picture(await guest.slash('/imagine', { prompt: 'a castle', aesthetic: 'OLD PAPER', seed: 42 }));
    expect(first.images.map(({ alt }) => alt)).toEqual(['a castle, painted in the aesthetic Old Paper']);
    expect(first.attachments.map(({ filename }) => filename)).toEqual(['picture-42.png']);
    expect(proof(first)).toMatchObject({ name: 'Old Paper', version: 1, strength: 'balanced', seed: 42 });
    expect(proof(first).after).toBeGreaterThan(proof(first).before);
    const steering = ['Again', 'Stronger', 'Weaker', 'Compare with plain', 'Strip', 'Another aesthetic'];
    expect(labels(first)).toEqual([
      ...steering,
      'Recipe',
      'Delete',
      '👍',
      '👎',
      'Larger',
      'Vary (subtle)',
      'Vary (strong)',
    ]);
    const { width, height } = await decodeImage(await download(first.images[0]));
    // The pack says upscale 2.
    expect([width, height]).toEqual([2 * smallSide, 2 * smallSide]);
  });

  test('another member presses stronger: the same seed, further towards it', async () => {
    const stronger = proof(await picture(admin.press(first, 'Stronger')));
    expect(stronger).toMatchObject({ name: 'Old Paper', version: 1, strength: 'strong', seed: 42 });
    expect(stronger.before).toBe(proof(first).before);
    expect(stronger.after).toBeGreaterThan(proof(first).after);
  });

  test('presses again: another seed, another picture', async () => {
    const again = await picture(guest.press(first, 'Again'));
    expect(proof(again)).toMatchObject({ name: 'Old Paper', strength: 'balanced' });
    expect(proof(again).seed).not.toBe(42);
    expect(await download(again.images[0])).not.toEqual(await download(first.images[0]));
  });

  test('sees the plain picture beside it', async () => {
    const both = await picture(guest.press(first, 'Compare with plain'));
    expect(both.images.map(({ alt }) => alt)).toEqual([
      'a castle, painted without an aesthetic',
      'a castle, painted in the aesthetic Old Paper',
    ]);
  });

  test('picks another aesthetic from a list that nobody else sees', async () => {
    const list = await privately(guest.press(first, 'Another aesthetic'));
    expect(admin.messages().map(({ id }) => id)).not.toContain(list.id);
    const [select] = list.selects;
    const gloomcore = select.options.find(({ label }) => label === 'gloomcore')?.value ?? '';
    const other = await picture(guest.choose(list, select.placeholder, [gloomcore]));
    expect(proof(other)).toMatchObject({ name: 'gloomcore', version: 1, seed: 42 });
  });

  test('reads the recipe', async () => {
    const recipe = await privately(admin.press(first, 'Recipe'));
    expect(recipe.text).toContain('/imagine prompt:a castle aesthetic:Old Paper@1 strength:0.7 seed:42');
    expect(recipe.text).toContain('Old Paper@1');
  });

  test('makes one from a message’s pictures, by its menu: their own and the bot’s, not somebody else’s', async () => {
    const posted = await guest.post('look', [await example('sunset', 'dragon'), await example('sunset', 'whale')]);
    const form = await guest.context(context, posted).modal();
    const dusk = await made(await guest.submit(form, { Name: 'dusk' }));
    expect(dusk.text).toContain('**dusk** is an aesthetic now');
    expect(dusk.text).toContain('from 2 images');

    const ofTheBot = await admin.context(context, first).modal();
    const fromPicture = await made(await admin.submit(ofTheBot, { Name: 'castles', Kind: ['mean'] }));
    expect(fromPicture.text).toContain('from 1 image.');

    const refused = await privately(admin.context(context, posted));
    expect(refused.text).toContain(
      'from your own messages and the bot’s. For other images, ask the person who posted them.',
    );
  });

  test('adds images and takes one out, which are versions; earlier recipes stay', async () => {
    const image1 = await example('sepia', 'dragon');
    const added = await made(await guest.slash('/aesthetic add', { name: 'OLD PAPER', image1 }));
    expect(added.text).toContain('**Old Paper** is now at version 2, with 4 images.');

    const asked = await privately(await guest.slash('/aesthetic remove', { name: 'Old Paper' }));
    expect(asked.images).toHaveLength(4);
    const [select] = asked.selects;
    const removed = guest.choose(asked, select.placeholder, [select.options[3].value]);
    const done = await removed.reply(({ text }) => text.includes('version 3'), patienceMs);
    expect(done.text).toContain('**Old Paper** is now at version 3, with 3 images.');

    const weaker = await picture(guest.press(first, 'Weaker'));
    expect(proof(weaker)).toMatchObject({ name: 'Old Paper', version: 1, strength: 'subtle', seed: 42 });
    expect(proof(weaker).after).toBeLessThan(proof(first).after);
  });

  test('lists what there is, and shows one with its images; buttons for who may change it', async () => {
    const list = await privately(await admin.slash('/aesthetic list'));
    expect(list.text).toContain(`**Old Paper** v3 · contrast · 3 images`);
    expect(list.text).toContain('**gloomcore** v1');
    const shown = await privately(await guest.slash('/aesthetic show', { name: 'Old Paper' }));
    expect(shown.images.filter(({ alt }) => !alt.startsWith('Family tree'))).toHaveLength(3);
    expect(labels(shown)).toEqual(expect.arrayContaining(['Rename', 'Remove an image']));
    const castles = await privately(await guest.slash('/aesthetic show', { name: 'castles' }));
    for (const label of ['Rename', 'Remove an image']) expect(labels(castles)).not.toContain(label);
  });

  test('renames it by command and by button, deletes it, and has it back', async () => {
    const renamed = await privately(await guest.slash('/aesthetic rename', { name: 'dusk', new_name: 'nightfall' }));
    expect(renamed.text).toContain('**dusk** is now called **nightfall**.');
    const shown = await privately(await guest.slash('/aesthetic show', { name: 'nightfall' }));
    const form = await guest.press(shown, 'Rename').modal();
    const again = await privately(await guest.submit(form, { Name: 'dusk' }));
    expect(again.text).toContain('**nightfall** is now called **dusk**.');

    const deleted = await privately(await guest.slash('/aesthetic delete', { name: 'dusk' }));
    expect(await guest.autocomplete('/imagine', 'aesthetic', 'dusk')).toEqual([]);
    const back = guest.press(deleted, 'Undo');
    expect((await privately(back)).text).toContain('**dusk** is restored.');
    expect(await guest.autocomplete('/imagine', 'aesthetic', 'dusk')).toEqual([{ name: 'dusk', value: 'dusk' }]);
  });

  test('exports it, and imports it in another server, where it paints the same', async () => {
    const exported = await privately(await guest.slash('/aesthetic export', { name: 'Old Paper' }));
    expect(exported.attachments.map(({ filename }) => filename)).toEqual(['Old_Paper.safetensors']);
    const file = { name: 'paper.safetensors', bytes: await download(exported.attachments[0]) };

    const imported = await made(await elsewhere.guest.slash('/aesthetic import', { file }));
    expect(imported.text).toContain('**Old Paper** is an aesthetic now (contrast).');
    const list = await privately(await elsewhere.admin.slash('/aesthetic list'));
    expect(list.text).toContain('**Old Paper** v1 · contrast · 3 images');

    const imagineOptions = { prompt: 'a castle', seed: 7, strength: '0.9', aesthetic: 'Old Paper' };
    const there = await picture(await elsewhere.guest.slash('/imagine', imagineOptions));
    const here = await picture(await guest.slash('/imagine', imagineOptions));
    expect({ ...proof(there), version: 3 }).toEqual(proof(here));
    const pixels = async (message: Message) => (await decodeImage(await download(message.images[0]))).data;
    expect(await pixels(there)).toEqual(await pixels(here));

    const vector = await privately(await guest.slash('/aesthetic export', { name: 'Old Paper', format: 'pt' }));
    const pt = { name: 'borrowed.pt', bytes: await download(vector.attachments[0]) };
    const second = await made(await elsewhere.guest.slash('/aesthetic import', { file: pt, kind: 'contrast' }));
    expect(second.text).toContain('**borrowed** is an aesthetic now (contrast).');
    expect(second.text).toContain('does not say which CLIP model it was made with');
  });

  test('an admin settles what holds where nothing is said, and where the bot paints', async () => {
    const changed = await privately(
      await admin.slash('/settings change', { aesthetic: 'dusk', strength: 'strong', member_cap: 2 }),
    );
    expect(changed.text).toContain('dusk v1');
    const painted = await picture(await guest.slash('/imagine', { prompt: 'a red apple', seed: 1 }));
    expect(proof(painted)).toMatchObject({ name: 'dusk', strength: 'strong', seed: 1 });

    const [select] = changed.selects;
    const noticeboard = installation.discord.guild('Atelier').channelId('noticeboard');
    await admin
      .choose(changed, select.placeholder, [noticeboard])
      .reply(({ text }) => text.includes(noticeboard), patienceMs);
    const refused = await privately(await guest.slash('/imagine', { prompt: 'a castle' }));
    expect(refused.text).toBe('The bot does not paint in this channel. Try \\#noticeboard.');
    await picture(await guest.in('noticeboard').slash('/imagine', { prompt: 'a castle', aesthetic: 'none' }));

    await privately(await admin.slash('/settings reset'));
    const inThread = await picture(await guest.in('sketches').slash('/imagine', { prompt: 'a bell' }));
    expect(inThread.images[0].alt).toBe('a bell, painted without an aesthetic');
  });

  test('sees the queue, cancels what is painted, and what waits', async () => {
    expect((await privately(await guest.slash('/queue'))).text).toBe('No requests are waiting here.');
    // Nor does a card of either server, which goes before members' requests on one turn of ten.
    const inHand = () =>
      [...guest.messages(), ...elsewhere.guest.messages()].filter((one) => labels(one).includes('Cancel'));
    await expect.poll(inHand, { timeout: patienceMs }).toEqual([]);
    const long = { prompt: 'a castle', count: 10, steps: 150, size: '128x128' };
    const painting = await guest.slash('/imagine', long);
    const begun = await painting.reply(({ text }) => text.includes('Painting: step'), patienceMs);
    const waiting = await guest.slash('/imagine', { ...long, prompt: 'a bell' });
    await waiting.reply(({ text }) => text.includes('Waiting: next'), patienceMs);

    const queue = await privately(await admin.slash('/queue'));
    expect(queue.text).toContain('painting now');
    expect(queue.text).toContain('a bell');
    await privately(await guest.slash('/cancel'));
    await waiting.reply(({ text }) => text.includes('Cancelled.'), patienceMs);
    guest.press(begun, 'Cancel');
    const cancelled = await painting.reply(({ text }) => text.includes('Cancelled.'), patienceMs);
    expect(labels(cancelled)).toEqual(['Try again']);
  });

  test('buttons work after a restart, and the commands are not registered again', async () => {
    const registered = () => installation.discord.requests().filter(({ route }) => /^P.*commands/.test(route)).length;
    const before = registered();
    await installation.restart();
    expect(registered()).toBe(before);
    for (const [button, strength] of [
      ['Again', 'balanced'],
      ['Stronger', 'strong'],
      ['Weaker', 'subtle'],
      ['Compare with plain', 'balanced'],
    ] as const)
      expect(proof(await picture(guest.press(first, button)))).toMatchObject({
        name: 'Old Paper',
        version: 1,
        strength,
      });
    expect((await privately(guest.press(first, 'Recipe'))).text).toContain('Old Paper@1');
    expect((await privately(guest.press(first, 'Another aesthetic'))).selects).toHaveLength(1);
  });

  test('deletes a picture, and its buttons have nothing left to do', async () => {
    const painted = await picture(await guest.slash('/imagine', { prompt: 'a bell', steps: 5 }));
    const recipe = customIdOf(painted, 'Recipe');
    guest.press(painted, 'Delete');
    await expect.poll(() => guest.messages().some(({ id }) => id === painted.id), { timeout: patienceMs }).toBe(false);
    const forged = await privately(guest.forge(first, recipe));
    expect(forged.text).toBe('The request of this picture no longer exists.');
  });

  test('gets all that is kept about them, and has it erased', async () => {
    const exported = await privately(await guest.slash('/privacy export'));
    const files = unzipSync(await download(exported.attachments[0]));
    const kept = Object.entries(files).flatMap(([name, bytes]) => (name.endsWith('.json') ? strFromU8(bytes) : []));
    for (const word of ['Old Paper', 'brown on beige', 'a castle']) expect(kept.join()).toContain(word);
    expect(Object.keys(files).some((name) => name.endsWith('.webp'))).toBe(true);

    const warning = await privately(await guest.slash('/privacy erase'));
    const erasing = guest.press(warning, 'Erase everything about me');
    await erasing.reply(({ text }) => text.startsWith('Erased: '), patienceMs);
    const list = await privately(await guest.slash('/aesthetic list'));
    expect(list.text).not.toContain('Old Paper');
    expect(list.text).toContain('**castles**');
  });

  test('nothing was asked of Discord that it would not take, and no log has an error', () => {
    expect(installation.discord.violations()).toEqual([]);
    expect(installation.complaints()).toEqual([]);
  });
});
