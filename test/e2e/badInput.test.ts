import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotOffered } from '../../src/playground/index.js';
import { modes } from '../bot/support/stores.js';
import { copyPack } from '../support/packCopy.js';
import type { PackCopy } from '../support/packCopy.js';
import { aestheticFile, example, fileAt, textFile, textualInversion } from './support/files.js';
import { install, startingMs } from './support/installation.js';
import type { Installation } from './support/installation.js';
import { answer, customIdOf, failure, made, patienceMs, picture, privately, refusal } from './support/shown.js';
import type { Exchange, Member, Message } from './support/shown.js';

const MiB = 2 ** 20;
const people = [{ name: 'admin', permissions: 8n }, { name: 'guest' }];
/** Boosted servers, in which Discord itself takes files that the bot does not. */
const guilds = [
  {
    name: 'Atelier',
    attachmentSizeLimit: 50 * MiB,
    channels: [{ name: 'studio' }],
    members: [...people, { name: 'gast', locale: 'de' }],
  },
  {
    name: 'Gallery',
    channels: [
      { name: 'hall' },
      { name: 'corner', threadOf: 'hall' },
      { name: 'after-dark', nsfw: true },
      { name: 'whispers', threadOf: 'after-dark' },
    ],
    members: people,
  },
];

/* In Atelier the demo pack paints; Gallery has the installation's own, whose pictures nobody checks. */
describe.each(modes)('bad input gets a helpful answer that nobody else sees, %s', (mode) => {
  let wild: PackCopy;
  let installation: Installation;
  let guest: Member;
  let admin: Member;
  let gallery: { readonly guest: Member; readonly admin: Member };
  /** A picture that the admin asked for, in Atelier. */
  let picked: Message;
  /** The guest in Gallery where the pack may paint, and a picture there, to forge from. */
  let afterDark: Member;
  let there: Message;

  /** What the guest is told in Atelier; the admin watches. */
  const told = (asked: Exchange): Promise<string> => refusal(asked, admin);
  /** What the guest is told who tampers with a button in Gallery. */
  const elsewhere = (customId: string, values?: readonly string[]): Promise<string> =>
    refusal(afterDark.forge(there, customId, values), gallery.admin.in('after-dark'));
  const slash = async (command: string, options: Parameters<Member['slash']>[1]): Promise<string> =>
    told(await guest.slash(command, options));
  /** What comes out only where the files are read: then the reply says it. */
  const failed = async (command: string, options: Parameters<Member['slash']>[1]): Promise<string> =>
    failure(await guest.slash(command, options));

  beforeAll(async () => {
    wild = await copyPack('models/demo');
    await wild.json('pack.json', (settings) => Object.assign(settings, { title: 'Wild icons', safe: false }));
    installation = await install(mode, { discord: { guilds }, pack: wild.dir });
    const { discord } = installation;
    [guest, admin] = [discord.member('guest'), discord.member('admin')];
    gallery = { guest: discord.member('guest', 'Gallery'), admin: discord.member('admin', 'Gallery') };
    await privately(await admin.slash('/settings change', { pack: 'demo' }));
    const image1 = await example('sepia', 'whale');
    await made(await admin.slash('/aesthetic create', { name: 'Old Paper', image1 }));
    const imagineOptions = { prompt: 'a castle', aesthetic: 'Old Paper', steps: 5 };
    picked = await picture(await admin.slash('/imagine', imagineOptions));
    afterDark = gallery.guest.in('after-dark');
    there = await picture(await afterDark.slash('/imagine', { prompt: 'a bell', steps: 5 }));
  }, startingMs);
  afterAll(async () => {
    await installation.close();
    await wild.remove();
  });

  describe('files', () => {
    test('a text file named .png', async () => {
      const image1 = textFile('mist.png', 'I am no picture at all.');
      expect(await failed('/aesthetic create', { name: 'words', image1 })).toBe(
        'The file is no image; the bot takes JPEG, PNG, WebP, GIF, AVIF.',
      );
    });

    test('a photo that is cut off', async () => {
      const { bytes } = await example('sepia', 'whale');
      const image1 = { name: 'cut.jpg', bytes: bytes.subarray(0, bytes.length / 2) };
      expect(await failed('/aesthetic create', { name: 'cut', image1 })).toBe(
        'The image is damaged or cut off: attach it again, or save it anew before.',
      );
    });

    test('a drawing of scripts named .jpg, among two real images', async () => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
      const images = { image1: await example('sepia', 'whale'), image2: textFile('x.jpg', svg) };
      expect(await failed('/aesthetic create', { name: 'drawn', ...images })).toContain(
        'format SVG; the bot takes JPEG, PNG',
      );
      expect(await guest.autocomplete('/imagine', 'aesthetic', 'drawn')).toEqual([]);
    });

    test('a file over the size limit', async () => {
      const { bytes } = await example('sepia', 'whale');
      const huge = { name: 'huge.jpg', bytes: Buffer.concat([bytes, Buffer.alloc(26 * MiB)]) };
      expect(await slash('/aesthetic create', { name: 'huge', image1: huge })).toBe(
        'huge.jpg has 26.0 MiB; the maximum is 25 MiB.',
      );
      const asked = await installation.discord
        .member('gast')
        .slash('/aesthetic create', { name: 'groß', image1: huge });
      expect(await refusal(asked, admin)).toBe('huge.jpg hat 26.0 MiB; höchstens 25 MiB sind möglich.');
    });

    test('one image more than an aesthetic can have', async () => {
      const file = await aestheticFile('crowd', 100);
      await made(await guest.slash('/aesthetic import', { file }));
      const image1 = await example('sunset', 'whale');
      expect(await slash('/aesthetic add', { name: 'crowd', image1 })).toBe(
        'With these images “crowd” would have 101 images; the maximum is 100.',
      );
    });

    test('an image that is in it already', async () => {
      const again = { name: 'Old Paper', image1: await example('sepia', 'whale') };
      expect(await failure(await admin.slash('/aesthetic add', again))).toBe('1 of these images is already in it.');
    });

    test('a .pt that is a textual inversion', async () => {
      expect(await failed('/aesthetic import', { file: textualInversion })).toBe(
        'my-cat.pt is a textual inversion, not an aesthetic: it changes what a word means, and an aesthetic is one CLIP vector. It cannot be used here.',
      );
    });

    test('an aesthetic of another CLIP', async () => {
      const file = await fileAt('test/data/aesthetics/gloomcore.pt');
      expect(await failed('/aesthetic import', { file, name: 'paper' })).toMatch(
        /^This aesthetic has 768 numbers and Demo icons needs \d+: it was made with another CLIP model\.$/,
      );
    });

    test.each([
      ['cut off', textFile('cut.pt', 'PK\x03\x04 cut off')],
      ['text', textFile('words.safetensors', 'hello')],
      ['empty', textFile('nothing.pt', '')],
    ])('an aesthetic’s file that is %s is the member’s to mend, and no bug', async (_what, file) => {
      const why = await failed('/aesthetic import', { file });
      expect(why.replaceAll('\\', '')).toContain(file.name);
      expect(why).not.toContain('in the log');
    });

    test('an attachment that leads elsewhere: nobody asks there', async () => {
      const asked: string[] = [];
      const elsewhere = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end();
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
      const { port } = elsewhere.address() as AddressInfo;
      // As often as it is tried.
      for (let tries = 0; tries < 3; tries++)
        installation.discord.faults.next('GET cdn', { kind: 'redirect', to: `http://127.0.0.1:${port}/secret` });
      const image1 = await example('sepia', 'whale');
      expect(await failed('/aesthetic create', { name: 'led', image1 })).toBe(
        'whale.jpg could not be downloaded from Discord: attach it again.',
      );
      expect(asked).toEqual([]);
      await new Promise((resolve) => elsewhere.close(resolve));
    });
  });

  describe('names', () => {
    const rule =
      'is not a valid name. Use 1 to 32 letters, digits, spaces, - and \\_, and begin with a letter or digit.';

    test.each(['**bold**', '@everyone', '<@&1>', 'x'.repeat(100)])('%s', async (name) => {
      const image1 = await example('sepia', 'whale');
      expect(await slash('/aesthetic create', { name, image1 })).toContain(rule);
    });

    test('of 200 characters: no form takes it, and a file’s is refused', async () => {
      const name = 'n'.repeat(200);
      const form = await (await guest.slash('/aesthetic create')).modal();
      await expect(guest.submit(form, { Name: name, images: [await example('sepia', 'whale')] })).rejects.toThrow(
        NotOffered,
      );
      expect(await failed('/aesthetic import', { file: await aestheticFile(name) })).toContain(rule);
    });

    test.each(['**bold**', 'none'])('a file that says it is called %s needs another name', async (name) => {
      expect(await failed('/aesthetic import', { file: await aestheticFile(name) })).toContain(
        'This name is from the file',
      );
    });

    test('one that is taken, whatever its case, by whatever way', async () => {
      const taken = 'There is already an aesthetic called OLD PAPER here; choose another name.';
      const image1 = await example('sunset', 'whale');
      expect(await slash('/aesthetic create', { name: 'OLD PAPER', image1 })).toBe(taken);
      const file = await aestheticFile('anything');
      expect(await slash('/aesthetic import', { name: 'OLD  paper', file })).toBe(
        taken.replace('OLD PAPER', 'OLD paper'),
      );
      await made(await guest.slash('/aesthetic import', { name: 'mine', file }));
      expect(await slash('/aesthetic rename', { name: 'mine', new_name: 'OLD PAPER' })).toBe(taken);
    });

    test('one that comes with the pack', async () => {
      const image1 = await example('sunset', 'whale');
      expect(await slash('/aesthetic create', { name: 'GloomCore', image1 })).toBe(
        '“gloomcore” comes with the pack demo; choose another name.',
      );
    });

    test('one that nobody knows: the nearest are suggested', async () => {
      expect(await slash('/imagine', { prompt: 'a castle', aesthetic: 'glomcor' })).toBe(
        'There is no aesthetic “glomcor” here. Did you mean gloomcore or cloudcore?',
      );
      expect(await slash('/aesthetic show', { name: 'old papr' })).toContain('Did you mean Old Paper?');
      expect(await slash('/aesthetic export', { name: '**!!**' })).toContain('/aesthetic list shows them all.');
    });
  });

  test('@everyone and markdown in a prompt are words, and ping nobody', async () => {
    const prompt = '@everyone **bold** ||spoiler|| [a](http://x) <@1> a castle';
    const painted = await picture(await guest.slash('/imagine', { prompt, steps: 5 }));
    for (const text of [painted.text, ...painted.earlier.slice(1)]) {
      expect(text).not.toContain('@everyone');
      expect(text).toContain(
        '@\u200beveryone \\*\\*bold\\*\\* \\|\\|spoiler\\|\\| \\[a\\]\\(http:\u200b//x\\) \\<@1\\> a castle',
      );
    }
    expect(painted.images[0].alt).toBe(`${prompt}, painted without an aesthetic`);
  });

  describe('what is another’s', () => {
    test('a guest who presses an admin’s buttons', async () => {
      expect(await told(guest.press(picked, 'Delete'))).toBe(
        'Only the member who requested this picture and members with Manage Messages can delete it.',
      );
      expect(admin.messages().some(({ id }) => id === picked.id)).toBe(true);

      const shown = await privately(await admin.slash('/aesthetic show', { name: 'Old Paper' }));
      const owner = 'Only the creator of Old Paper and members with Manage Server can do this.';
      const rename = customIdOf(shown, 'Rename');
      expect(await told(guest.forge(picked, rename))).toBe(owner);
      expect(await told(guest.forge(picked, rename.replace('rename', 'remove')))).toBe(owner);
      expect(await told(guest.forge(picked, rename.replace('rename', 'image'), ['x']))).toBe(owner);

      const managers = 'Only members with Manage Server can do this.';
      expect(await told(guest.forge(picked, `1:channels:${guest.guildId}`, []))).toBe(managers);
      expect(await told(guest.forge(picked, `1:erase:${admin.userId}`))).toContain('data of another member');
    });

    test('a guest who cancels an admin’s request', async () => {
      const long = await admin.slash('/imagine', { prompt: 'a castle', count: 10, steps: 150, size: '128x128' });
      const waiting = await answer(long);
      expect(await told(guest.press(waiting, 'Cancel'))).toBe(
        'Only the member who made this request and members with Manage Messages can cancel it.',
      );
      expect(await slash('/cancel', {})).toBe('You have no waiting requests here.');
      admin.press(waiting, 'Cancel');
      await long.reply(({ text }) => text.includes('Cancelled.'), patienceMs);
    });

    test.each(['again', 'stronger', 'weaker', 'plain', 'other', 'recipe', 'delete', 'cancel'])(
      'another server’s picture, by a forged “%s”',
      async (action) => {
        const forged = customIdOf(picked, 'Again').replace('again', action);
        expect(await elsewhere(forged)).toBe('The request of this picture no longer exists.');
      },
    );

    test('another server’s aesthetic, by a forged id', async () => {
      const shown = await privately(await admin.slash('/aesthetic show', { name: 'Old Paper' }));
      const rename = customIdOf(shown, 'Rename');
      const id = rename.split(':')[2];
      const gone = 'This aesthetic no longer exists here. /aesthetic list shows them all.';
      expect(await elsewhere(rename)).toBe(gone);
      expect(await elsewhere(`1:remove:${id}`)).toBe(gone);
      expect(await elsewhere(`1:image:${id}`, ['x'])).toBe(gone);
      expect(await elsewhere(customIdOf(there, 'Again').replace('again', 'pick'), [id])).toBe(gone);
      expect(await elsewhere(`1:undo:${id}`)).toContain('cannot undo this');
    });

    test.each(['1:recipe:abc', '1:rename:0', '1:undo:abc', '1:cancel:-'])(
      'an id that never was: %s',
      async (forged) => {
        const why = await elsewhere(forged);
        expect(why).toMatch(/no longer|cannot undo/);
      },
    );

    test.each(['hello', '9:again:abc', '1:again:../../etc', '1:pick:abc', '1:create:new'])(
      'a button that this bot never made: %s',
      async (forged) => {
        expect(await elsewhere(forged)).toBe('This button is from another version of the bot. Run the command again.');
      },
    );
  });

  test('a pack that cannot check its pictures paints where ages are restricted, and elsewhere if an admin lets it', async () => {
    const castle = { prompt: 'a castle', steps: 5 };
    const why =
      'The pack Wild icons has no safety check, so it paints in age-restricted channels only. ' +
      'Server managers can allow other channels: /settings change unchecked.';
    expect(await refusal(await gallery.guest.slash('/imagine', castle), gallery.admin)).toBe(why);
    const corner = gallery.guest.in('corner');
    expect(await refusal(await corner.slash('/imagine', castle), gallery.admin.in('corner'))).toBe(why);
    for (const channel of ['after-dark', 'whispers'])
      await picture(await gallery.guest.in(channel).slash('/imagine', castle));
    // By a button that came from where it may, too.
    await privately(await gallery.admin.slash('/settings change', { unchecked: true }));
    const painted = await picture(await gallery.guest.slash('/imagine', castle));
    await privately(await gallery.admin.slash('/settings reset'));
    expect(await refusal(gallery.guest.press(painted, 'Again'), gallery.admin)).toBe(why);
  });

  test('nothing of this is an error of the bot’s, and Discord took every request', () => {
    expect(installation.discord.violations()).toEqual([]);
    expect(installation.complaints()).toEqual([]);
  });
});
