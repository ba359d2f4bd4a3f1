import { describe, expect, test } from 'vitest';
import { checkChannel } from '../../src/commands/admission.js';
import type { Channel } from '../../src/commands/admission.js';
import { guildSettings, pack } from '../bot/views/examples.js';
import { saying } from '../support/inWords.js';

const channel: Channel = { id: '10', inThread: false, ageRestricted: false };
const names = (id: string): string | undefined => ({ '11': 'art' })[id];
const check = (where: Partial<Channel>, settings: object, ofPack: object = {}): void => {
  checkChannel({ ...channel, ...where }, { ...guildSettings, ...settings }, { ...pack, ...ofPack }, names);
};

describe('the bot paints', () => {
  test.each([
    ['everywhere by default', {}, {}, {}],
    ['in a channel that is chosen', {}, { channelIds: ['10'] }, {}],
    ['in the threads of one', { id: '99', parentId: '10', inThread: true }, { channelIds: ['10'] }, {}],
    ['unchecked where all are adults', { ageRestricted: true }, {}, { checked: false }],
    ['unchecked where an admin says so', {}, { uncheckedEverywhere: true }, { checked: false }],
  ])('%s', (_what, where, settings, ofPack) => {
    expect(() => {
      check(where, settings, ofPack);
    }).not.toThrow();
  });
});

describe('the bot does not paint', () => {
  test('in another channel, and names those that are chosen', () => {
    expect(() => {
      check({}, { channelIds: ['11', '12'] });
    }).toThrow(saying('Try #art.'));
  });

  test('unchecked in an ordinary channel, and says who can allow it and how', () => {
    expect(() => {
      check({}, {}, { checked: false });
    }).toThrow(saying(/age-restricted channels only.*\/settings change unchecked/));
  });
});
