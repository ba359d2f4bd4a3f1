import { ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { errorData } from '../../../src/bot/errors.js';
import { aestheticForm, renameForm } from '../../../src/bot/views/aestheticForm.js';
import {
  aestheticDetails,
  aestheticList,
  deletedView,
  pickView,
  removeImageView,
} from '../../../src/bot/views/aesthetics.js';
import { eraseView, fileView } from '../../../src/bot/views/privacy.js';
import { queueView } from '../../../src/bot/views/queue.js';
import { settingsView } from '../../../src/bot/views/settings.js';
import { without } from '../../support/without.js';
import { details, english, generationId, gloomcore, guildSettings, pack } from './examples.js';
import { actionsOf, idsOf, refusedBy, textOf } from './messages.js';

const many = Array.from({ length: 41 }, (_, i) => ({
  ...gloomcore,
  id: `id${i}`,
  name: `_${'*'.repeat(30)}${i % 10}`,
  note: '#'.repeat(200),
}));

describe('the list of aesthetics', () => {
  test('says of each what it is, and who made it', () => {
    expect(textOf(aestheticList(english, [gloomcore]))).toContain(
      '**gloomcore** v2 · contrast · 3 images · used 7 times · 12 votes · made by <@200>\n-# dim grey mist',
    );
  });

  test('says which come with the pack, and what to do about those of another', () => {
    const ready = without(gloomcore, 'creatorId');
    const unusable = errorData('anotherClip', { pack: 'Clouds' });
    const text = textOf(aestheticList(english, [{ ...ready, unusable }]));
    expect(text).toContain('comes with the pack');
    expect(text).toContain('another CLIP model');
    expect(text).toContain('/settings');
  });

  test('says how to begin when there are none', () => {
    expect(textOf(aestheticList(english, []))).toContain('/aesthetic create');
  });

  test.each([
    [1, ['2']],
    [2, ['1', '3']],
    [5, ['4']],
    [99, ['4']],
  ])('page %d leads to %j, and fits into a message', (page, targets) => {
    const view = aestheticList(english, many, page);
    expect(idsOf(view)).toEqual(targets.map((target) => `1:page:${target}`));
    expect(refusedBy(view)).toEqual([]);
  });
});

describe('one aesthetic', () => {
  test('shows card and images, and buttons to who may change it', () => {
    const view = aestheticDetails(english, details, true, true);
    expect(view.files.map(({ name }) => name)).toEqual([
      `card-${gloomcore.id}.webp`,
      'image-1.webp',
      'image-2.webp',
      'image-3.webp',
    ]);
    expect(actionsOf(view)).toEqual(['like', 'dislike', 'rename', 'remove']);
    expect(refusedBy(view)).toEqual([]);
  });

  test('shows others no buttons that change it', () => {
    expect(actionsOf(aestheticDetails(english, details, false, true))).toEqual(['like', 'dislike']);
  });

  test('of 40 images fits into a message, the remove list too', () => {
    const images = Array.from({ length: 40 }, (_, i) => ({ id: `image${i}`, thumbnail: new Uint8Array([i]) }));
    expect(refusedBy(aestheticDetails(english, { ...details, images }, true, true))).toEqual([]);
    const view = removeImageView(english, { ...details, images });
    expect(refusedBy(view)).toEqual([]);
    const select = view.components.flatMap((one) => (one.type === ComponentType.ActionRow ? one.components : []))[0];
    expect(select).toMatchObject({ options: expect.objectContaining({ length: 25 }) as unknown });
  });

  test('says what it was blended of, or that it was adopted', () => {
    const parts = [
      { name: 'a_b', version: 2, weight: 1 },
      { version: 1, weight: -0.5 },
    ];
    expect(textOf(aestheticDetails(english, { ...details, parts }, false, true))).toContain(
      '-# Blend of 1 × a\\_b v2, −0.5 × deleted aesthetic v1',
    );
    expect(textOf(aestheticDetails(english, { ...details, adopted: true }, false, true))).toContain(
      '-# Adopted from another server',
    );
  });

  test('once deleted, has a way back', () => {
    expect(idsOf(deletedView(english, gloomcore))).toEqual([`1:undo:${gloomcore.id}`]);
  });
});

describe('the list to pick from', () => {
  test('offers at most 25, none that the pack cannot use', () => {
    const view = pickView(english, generationId, [
      { ...gloomcore, id: 'other', unusable: errorData('anotherClip', { pack: 'another pack' }) },
      ...many,
    ]);
    expect(view.components[1]).toMatchObject({
      components: [
        {
          options: expect.objectContaining({
            length: 25,
            0: expect.objectContaining({ value: 'id0' }) as unknown,
          }) as unknown,
        },
      ],
    });
  });
});

describe('the form of a new aesthetic', () => {
  test('asks for name, note, kind and images', () => {
    const form = aestheticForm(english, 'contrast', { name: 'mist' });
    expect(form).toMatchObject({
      custom_id: '1:create:new',
      components: ['name', 'note', 'kind', 'images'].map((custom_id) => ({ component: { custom_id } })),
    });
    expect(form.title.length).toBeLessThanOrEqual(45);
  });

  test('has the images of a message already, and carries its id', () => {
    const form = aestheticForm(english, 'mean', { draft: { id: '123', count: 2 } });
    expect(form.custom_id).toBe('1:create:123');
    expect(form.components[3]).toMatchObject({ content: 'Made from 2 images of the message.' });
  });

  test('of another name knows the old one', () => {
    expect(renameForm(english, gloomcore)).toMatchObject({ components: [{ component: { value: 'gloomcore' } }] });
  });
});

describe('the queue', () => {
  test('is in the order of painting, with places and times', () => {
    const text = textOf(
      queueView(
        english,
        [
          {
            id: 'a',
            askerId: '1',
            channelId: '10',
            prompt: 'a castle',
            state: 'painting',
            position: { place: 0, seconds: 8 },
          },
          {
            id: 'b',
            askerId: '2',
            channelId: '10',
            prompt: 'a *cat*',
            state: 'waiting',
            position: { place: 1, seconds: 20 },
          },
        ],
        3,
      ),
    );
    expect(text).toContain('painting now · a castle · <@1> · about 10 s\n**1.** · a \\*cat\\* · <@2> · about 20 s');
    expect(text).toContain('3 more requests wait in other servers');
  });

  test('of 1,000 fits into a message', () => {
    const one = {
      id: 'a',
      askerId: '1234567890123456789',
      channelId: '10',
      prompt: '*'.repeat(100),
      state: 'waiting',
    } as const;
    const view = queueView(
      english,
      Array.from({ length: 1_000 }, (_, i) => ({ ...one, position: { place: i + 1, seconds: 9e5 } })),
      0,
    );
    expect(refusedBy(view)).toEqual([]);
    expect(textOf(view)).toContain('… and 980 more');
  });

  test('says that it is empty', () => {
    expect(textOf(queueView(english, [], 0))).toBe('No requests are waiting here.');
  });
});

describe('settings', () => {
  test('name every choice', () => {
    const chosen = { ...guildSettings, channelIds: ['10', '11'], creators: { roleId: '5' }, strength: 0.7 };
    expect(textOf(settingsView(english, '1', chosen, pack))).toBe(
      [
        '## Settings of this server',
        '**Pack:** Demo icons (demo)',
        '**Default aesthetic:** none',
        '**Default strength:** balanced',
        '**LoRAs:** none',
        '**Limits on waiting requests:** 4 per member, 40 in this server',
        '**Limit on aesthetics:** 1000',
        '**Channels to paint in:** <#10> <#11>',
        '**Who can create aesthetics:** <@&5>',
        '**Cards of new aesthetics:** painted automatically if that takes less than two minutes',
        '**Copies of the images of aesthetics:** small ones are kept, for models with another CLIP',
        '**Safety check of packs that have one:** outside age-restricted channels',
        '**Packs without a safety check:** paint in age-restricted channels only',
      ].join('\n'),
    );
  });

  test('say where pictures are checked', () => {
    const text = textOf(settingsView(english, '1', { ...guildSettings, checkEverywhere: true }, pack));
    expect(text).toContain('**Safety check of packs that have one:** in all channels');
  });

  test('have a select of channels that shows what is chosen', () => {
    const view = settingsView(english, '1', { ...guildSettings, channelIds: ['10'] }, pack);
    expect(view.components[1]).toMatchObject({
      components: [{ custom_id: '1:channels:1', default_values: [{ id: '10' }] }],
    });
  });
});

test('a file is shown by a component, without which Discord hides it', () => {
  expect(refusedBy(fileView('words', 'mist.pt', new Uint8Array([1])))).toEqual([]);
});

test('erasing asks first, and the button names whose data it is', () => {
  expect(idsOf(eraseView(english, '200'))).toEqual(['1:erase:200']);
});
