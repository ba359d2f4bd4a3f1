import { ComponentType } from 'discord.js';
import { expect, test } from 'vitest';
import { pageTexts } from '../../../src/playground/page/i18n/index.js';
import {
  afterHello,
  initialState,
  isUnread,
  messagesIn,
  withMessages,
  withVisibility,
  withoutMessages,
} from '../../../src/playground/page/state/pageState.js';
import { formatSize } from '../../../src/playground/page/text/formatSize.js';
import { formatTimestamp } from '../../../src/playground/page/text/formatTime.js';
import { tourProgress } from '../../../src/playground/page/tour/tourProgress.js';
import { initials } from '../../../src/playground/page/view/avatarStyle.js';
import { continuesGroup } from '../../../src/playground/page/view/message/messageGrouping.js';
import { screenReaderText } from '../../../src/playground/page/view/message/screenReaderText.js';
import { timelineOf } from '../../../src/playground/page/view/message/timeline.js';
import { checkForm, fieldsOf, initialValues, toSubmit } from '../../../src/playground/page/view/modal/formValues.js';
import { shownSize } from '../../../src/playground/page/view/pictureSize.js';
import type { Component } from '../../../src/playground/rules/components.js';
import type { Directory, PageMessage } from '../../../src/playground/site/protocol.js';

const { 'en-US': en, de } = pageTexts;
const person = (id: string) => ({ id, name: `name ${id}` });
const channel = (id: string) => ({
  id,
  name: `channel ${id}`,
  ageRestricted: false,
  threadOf: null,
  postRefusal: null,
});
const directory: Directory = {
  me: person('1'),
  members: [person('1')],
  bot: person('9'),
  guilds: [{ id: '50', name: 'G', fileLimit: 1, roles: [], channels: [channel('51'), channel('52')] }],
};

function message(id: string, more: Partial<PageMessage> = {}): PageMessage {
  return {
    id,
    channelId: '51',
    author: { ...person('9'), bot: true },
    createdAt: 0,
    edited: false,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    ephemeral: false,
    loading: false,
    command: null,
    replyTo: null,
    answered: null,
    deletable: false,
    editable: false,
    ...more,
  };
}

const open = afterHello(initialState, { directory, reset: true, botConnected: true });

test('a first connection opens the first channel; a later one keeps the open channel, and drops messages if it must', () => {
  expect(open.channelId).toBe('51');
  const there = withMessages({ ...open, channelId: '52' }, [message('3')]);
  const again = afterHello(there, { directory, reset: false, botConnected: true });
  expect([again.channelId, Object.keys(again.messages)]).toEqual(['52', ['3']]);
  expect(afterHello(there, { directory, reset: true, botConnected: true }).messages).toEqual({});
});

test('messages are sorted by id of any length, replaced by edits and removed when deleted', () => {
  const state = withMessages(open, [message('10'), message('9'), message('9', { content: 'edited' })]);
  expect(messagesIn(state, '51').map(({ id, content }) => id + content)).toEqual(['9edited', '10']);
  expect(messagesIn(withoutMessages(state, ['9']), '51').map(({ id }) => id)).toEqual(['10']);
});

test('a channel is unread from a new message until it is opened', () => {
  const state = withMessages(open, [message('10', { channelId: '52' })]);
  expect([isUnread(state, '51'), isUnread(state, '52')]).toEqual([false, true]);
  expect(isUnread(withMessages({ ...state, channelId: '52' }, []), '52')).toBe(false);
});

test('what came while the page could not be seen is new when it is seen again', () => {
  const seen = withMessages(open, [message('10')]);
  const hidden = withMessages(withVisibility(seen, false), [message('11')]);
  expect(isUnread(hidden, '51')).toBe(true);
  const again = withVisibility(hidden, true);
  expect([isUnread(again, '51'), again.newAfter]).toEqual([false, '10']);
});

test('notices, days and what is new stand between the messages where they belong', () => {
  const day = 86_400_000;
  const messages = [
    message('10', { createdAt: 0 }),
    message('11', { createdAt: 1 }),
    message('12', { createdAt: day }),
  ];
  const notice = (id: string, after: string | null) => ({ id, memberId: '1', channelId: '51', text: '', after });
  const notices = [notice('first', null), notice('amid', '11'), notice('last', '12')];
  const items = timelineOf({ messages, notices, newAfter: '11', meId: '1' });
  const shown = items.map((item) =>
    item.type === 'message'
      ? `${item.message.id}${item.continued ? ' continued' : ''}`
      : item.type === 'notice'
        ? item.notice.id
        : item.type,
  );
  expect(shown).toEqual(['first', 'day', '10', '11 continued', 'amid', 'day', 'new', '12', 'last']);
});

test('the tour knows its steps by what is in the channels, whatever the language', () => {
  const stronger = {
    type: ComponentType.ActionRow,
    components: [{ type: ComponentType.Button, label: 'Stärker', custom_id: '1:stronger:s' }],
  };
  const gallery = { type: ComponentType.MediaGallery, items: [{ media: { url: '/x' } }] };
  const painted = withMessages(open, [message('3', { components: [gallery, stronger] })]);
  expect(tourProgress(open)).toEqual({ painted: undefined, strengthened: false, vote: undefined, voted: false });
  expect(tourProgress(painted)).toMatchObject({
    painted: { customId: '1:stronger:s', label: 'Stärker' },
    strengthened: false,
  });
  const waiting = withMessages(painted, [message('4', { replyTo: '3', components: [gallery] })]);
  expect(tourProgress(waiting).strengthened).toBe(false);
  expect(
    tourProgress(withMessages(waiting, [message('4', { replyTo: '3', components: [gallery, stronger] })])).strengthened,
  ).toBe(true);
});

test('the tour votes as a member whose picture it is not, and knows a vote by the line that counts them', () => {
  const votable = (asker: string, ...more: readonly Component[]) =>
    message('3', {
      components: [
        { type: ComponentType.TextDisplay, content: `**a castle** · <@${asker}>` },
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.Button, label: '👍', custom_id: '1:likePicture:s' }],
        },
        ...more,
      ],
    });
  const two = { ...open, directory: { ...directory, members: [person('1'), person('2')] } };
  const seen = (one: PageMessage) => tourProgress(withMessages(two, [one]));
  expect(seen(votable('2')).vote).toMatchObject({ customId: '1:likePicture:s', label: '👍', voter: person('1') });
  expect(seen(votable('1')).vote?.voter).toEqual(person('2'));
  // Nobody else is there.
  expect(tourProgress(withMessages(open, [votable('1')])).vote?.voter).toEqual(person('1'));
  const line = { type: ComponentType.TextDisplay, id: 1_000, content: '-# 1 vote' };
  expect([seen(votable('1')).voted, seen(votable('1', line)).voted]).toEqual([false, true]);
  // Pressed again, that would be taken back.
  expect(seen(votable('1', line)).vote).toBeUndefined();
  // A line of that number below something else is no vote.
  expect(seen(message('3', { components: [line] })).voted).toBe(false);
});

test('a screen reader hears of a message when it comes and when its pictures change, not of every step', () => {
  const at = (step: number, alt: string) =>
    message('3', {
      components: [
        { type: ComponentType.TextDisplay, content: '**a castle** · <@1>' },
        { type: ComponentType.MediaGallery, items: [{ media: { url: '/x' }, description: alt }] },
        { type: ComponentType.TextDisplay, content: `-# step ${step}` },
      ],
    });
  const nameOf = () => '@guest';
  expect(screenReaderText(at(1, 'a preview'), en, nameOf)).toBe('name 9: a castle · @guest. a preview');
  expect(screenReaderText(at(2, 'a preview'), en)).toBe(screenReaderText(at(1, 'a preview'), en));
  expect(screenReaderText(at(2, 'the picture'), en)).not.toBe(screenReaderText(at(1, 'a preview'), en));
  expect(screenReaderText(message('3', { loading: true }), en)).toBe('');
});

test('messages of an author that follow soon have no header', () => {
  expect(continuesGroup(message('1'), message('2', { createdAt: 60_000 }))).toBe(true);
  expect(continuesGroup(message('1'), message('2', { createdAt: 600_000 }))).toBe(false);
  expect(continuesGroup(message('1'), message('2', { command: { user: person('1'), name: '/x' } }))).toBe(false);
  expect(continuesGroup(undefined, message('2'))).toBe(false);
});

test('small pictures fill the room, larger ones are shown as they are, or made to fit', () => {
  expect(shownSize(128, 128, 384)).toEqual({ width: 384, height: 384 });
  expect(shownSize(16, 16, 384)).toEqual({ width: 384, height: 384 });
  expect(shownSize(128, 128, 96)).toEqual({ width: 96, height: 96 });
  expect(shownSize(128, 128, 358)).toEqual({ width: 358, height: 358 });
  expect(shownSize(64, 32, 384)).toEqual({ width: 384, height: 192 });
  expect(shownSize(1_024, 512, 384)).toEqual({ width: 384, height: 192 });
  expect(shownSize(256, 256, 384)).toEqual({ width: 256, height: 256 });
  expect(shownSize(300, 300, 384)).toEqual({ width: 300, height: 300 });
  expect(shownSize(null, null, 100)).toEqual({ width: 100, height: 100 });
});

test('a form says what is missing, and refers to files by index', () => {
  const fields = fieldsOf([
    {
      type: ComponentType.Label,
      label: 'Name',
      component: { type: ComponentType.TextInput, custom_id: 'name', min_length: 2 },
    },
    {
      type: ComponentType.Label,
      label: 'Kind',
      component: {
        type: ComponentType.StringSelect,
        custom_id: 'kind',
        options: [{ label: 'Mean', value: 'mean', default: true }],
      },
    },
    {
      type: ComponentType.Label,
      label: 'Images',
      component: { type: ComponentType.FileUpload, custom_id: 'images', max_values: 2 },
    },
    {
      type: ComponentType.ActionRow,
      components: [{ type: ComponentType.TextInput, custom_id: 'old', label: 'Old', required: false }],
    },
  ]);
  const values = initialValues(fields);
  expect(Object.keys(checkForm(fields, values, en))).toEqual(['name', 'images']);
  const file = new File(['x'], 'x.png');
  const filled = { ...values, name: 'a', images: [file] };
  expect(checkForm(fields, filled, en)).toEqual({ name: 'At least 2 characters.' });
  expect(checkForm(fields, filled, de)).toEqual({ name: 'Mindestens 2 Zeichen.' });
  expect(toSubmit(fields, { ...filled, name: 'ab' })).toEqual({
    answers: { name: 'ab', kind: ['mean'], images: { files: [0] } },
    files: [file],
  });
});

test('initials, file sizes and relative times', () => {
  expect([initials('Atelier'), initials('after dark'), initials('g')]).toEqual(['At', 'Ad', 'G']);
  expect([formatSize(12), formatSize(12_400), formatSize(3_400_000)]).toEqual(['12 B', '12 kB', '3.4 MB']);
  expect(formatTimestamp(0, 'R', 'en-US', 7_200_000)).toBe('2 hours ago');
  expect(formatTimestamp(0, 'R', 'de', 7_200_000)).toBe('vor 2 Stunden');
});
