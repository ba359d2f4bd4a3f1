import type { FamilyTreeChart, IntervalChart } from '../../src/bot/charts/index.js';
import { BotError, errorData } from '../../src/bot/errors.js';
import type { CardRequest, DraftKey, NextCard, PaintRequest, Services } from '../../src/bot/services/index.js';
import type {
  AestheticSummary,
  Card,
  CardState,
  Family,
  Generation,
  GuildSettings,
  PackSummary,
  Queued,
  TasteShown,
  Ranking,
  Tally,
  VotablePicture,
} from '../../src/bot/types.js';
import { UserError } from '../../src/engine/index.js';
import { pack as publishedPack } from '../bot/support/rows.js';
import { details, generation, generationId, gloomcore, guildSettings, pack } from '../bot/views/examples.js';
import { without } from '../support/without.js';

/** The services that commands ask, in memory: enough to see what a command asks for. */
export interface FakeServices {
  readonly services: Services;
  /** Of every function that changes something: its name and what it was given. */
  readonly asked: [string, ...unknown[]][];
  readonly orders: PaintRequest[];
  readonly cards: CardRequest[];
  /** What becomes of every card. */
  card: CardState;
  /** Of every version that is asked for by itself. */
  cardBefore: Card | undefined;
  /** Of every aesthetic. */
  family: Family | undefined;
  /** Members whose own taste is on. */
  tastes: string[];
  aesthetics: AestheticSummary[];
  generations: Generation[];
  settings: GuildSettings;
  pack: PackSummary;
  queued: Queued[];
  /** What every vote is answered with. */
  tally: Tally;
  pictures: VotablePicture[];
  /** The next card of the stream. */
  next: NextCard;
  rankings: Ranking[];
  charts: IntervalChart[];
  trees: FamilyTreeChart[];
  /** Replies handed over to delivery. */
  released: number;
  /** What the next change throws. */
  refusal: Error | undefined;
}

export const glowwave: AestheticSummary = {
  ...gloomcore,
  id: 'AZVJaesthetic000000002',
  name: 'Glowwave',
  uses: 9,
  version: 1,
};
export const readyMade: AestheticSummary = {
  ...without(gloomcore, 'creatorId'),
  id: 'AZVJaesthetic000000003',
  name: 'linework',
  uses: 0,
};

const taste: TasteShown = {
  votes: 9,
  provisional: true,
  certainty: 0.71,
  own: 0.43,
  mixture: [
    { name: 'gloom*core', share: 0.8 },
    { name: 'linework', share: 0.2 },
  ],
  words: ['gloomy', 'misty'],
  best: [{ thumbnail: Uint8Array.of(1), prompt: 'a castle' }],
  worst: [{ thumbnail: Uint8Array.of(2), prompt: 'a robot' }],
  likesMore: [{ thumbnail: Uint8Array.of(3), prompt: 'a crown' }],
  likesLess: [],
};

/** Of guild 100, the only one that has anything. */
export function fakeServices(): FakeServices {
  const drafts = new Map<string, readonly Uint8Array[]>();
  const here = <T>(guildId: string, all: readonly T[]): readonly T[] => (guildId === '100' ? all : []);
  const fake: Omit<FakeServices, 'services'> = {
    asked: [],
    orders: [],
    cards: [],
    card: { state: 'offered' },
    cardBefore: undefined,
    family: undefined,
    tastes: [],
    aesthetics: [gloomcore, glowwave, readyMade],
    generations: [{ ...generation, guildId: '100' }],
    settings: guildSettings,
    pack,
    queued: [],
    tally: { votes: 12, likes: 9, mine: 1, own: false },
    pictures: [],
    next: { left: 0 },
    rankings: [],
    charts: [],
    trees: [],
    released: 0,
    refusal: undefined,
  };
  const change = <T>(name: string, answer: T, ...given: unknown[]): Promise<T> => {
    fake.asked.push([name, ...given]);
    return fake.refusal ? Promise.reject(fake.refusal) : Promise.resolve(answer);
  };
  const find = (guildId: string, id: string): AestheticSummary => {
    const found = here(guildId, fake.aesthetics).find((one) => one.id === id);
    if (!found) throw new UserError('not here');
    return found;
  };
  const key = ({ guildId, userId, messageId }: DraftKey): string => [guildId, userId, messageId].join();
  const services: Services = {
    // Commands see of the published pack what its summary says.
    context: (guildId) =>
      Promise.resolve({ guildId, settings: fake.settings, pack: fake.pack, published: publishedPack }),
    requests: {
      accept: (order) => {
        fake.orders.push(order);
        const { imagineOptions, askerId, context, channelId } = order;
        const accepted: Generation = {
          id: 'AZVJaccepted0000000001',
          guildId: context.guildId,
          channelId,
          askerId,
          state: 'waiting',
          imagineOptions,
        };
        return change('accept', {
          generation: accepted,
          position: { place: 2, seconds: 30 },
          release: () => {
            fake.released++;
            return Promise.resolve();
          },
        });
      },
      cancel: (guildId, id) => change('cancel', true, guildId, id),
    },
    generations: {
      find: (guildId, id) => Promise.resolve(here(guildId, fake.generations).find((one) => one.id === id)),
      delete: (guildId, id) => change('deletePicture', undefined, guildId, id),
    },
    aesthetics: {
      list: (guildId) => Promise.resolve(here(guildId, fake.aesthetics)),
      find: ({ guildId }, name) =>
        Promise.resolve(here(guildId, fake.aesthetics).find((one) => one.name.toLowerCase() === name.toLowerCase())),
      details: (guildId, id) => Promise.resolve({ ...details, ...find(guildId, id) }),
      create: (made) => change('create', { ...gloomcore, name: made.name, count: made.images.length }, made),
      addImages: (guildId, id, images, giverId) =>
        change('addImages', { ...find(guildId, id), version: 3, count: 5 }, images.length, giverId),
      removeImage: (guildId, id, imageId) =>
        change('removeImage', { ...find(guildId, id), version: 3, count: 2 }, imageId),
      rename: (guildId, id, name) => change('rename', { ...find(guildId, id), name }, id, name),
      delete: (guildId, id) => change('delete', undefined, guildId, id),
      restore: (guildId, id) => change('restore', find(guildId, id), guildId, id),
      deleted: (guildId, id) => Promise.resolve(here(guildId, fake.aesthetics).find((one) => one.id === id)),
      blend: (blend) => change('blend', { ...gloomcore, name: blend.name, count: 6 }, blend),
      breed: (breeding) => {
        const aesthetic = { ...gloomcore, id: 'AZVJaesthetic000000009', name: breeding.name, version: 1, count: 0 };
        return change('breed', { aesthetic, votes: 42, members: 5, before: gloomcore }, breeding);
      },
      refine: (guildId, id) => {
        const aesthetic = { ...find(guildId, id), version: 3 };
        return change('refine', { aesthetic, votes: 12, members: 3, before: { ...aesthetic, version: 2 } }, id);
      },
      family: () => Promise.resolve(fake.family),
      share: (guildId, id) => change('share', '0123-4567-89ABC', guildId, id),
      unshare: (guildId, id) => change('unshare', true, guildId, id),
      adopt: (adoption) => change('adopt', { ...gloomcore, name: adoption.name ?? 'borrowed' }, adoption),
      import: (file) =>
        change(
          'import',
          {
            aesthetic: { ...gloomcore, name: 'mist' },
            notices: [errorData('unsaidClip', { length: 768, pack: 'a *pack*' })],
          },
          file,
        ),
      export: (guildId, id, format) => change('export', new Uint8Array([1]), find(guildId, id).name, format),
    },
    cards: {
      ask: async (order, show) => {
        fake.cards.push(order);
        await show(fake.card);
      },
      find: (_, label) =>
        Promise.resolve(
          fake.cardBefore && {
            label: { id: label.id, name: label.name, version: label.version },
            card: fake.cardBefore,
          },
        ),
    },
    tastes: {
      isOn: (guildId, memberId) => Promise.resolve(guildId === '100' && fake.tastes.includes(memberId)),
      switch: (_, memberId, on) => change('switchTaste', undefined, memberId, on),
      forget: (_, memberId) => change('forgetTaste', fake.tastes.includes(memberId), memberId),
      current: (_, memberId) =>
        change('currentTaste', { id: 'AZVJaesthetic000000008', name: 'my taste', version: 4 }, memberId),
      show: (_, memberId) => change('showTaste', taste, memberId),
      share: (given) => change('shareTaste', { ...gloomcore, name: given.name, version: 1 }, given),
    },
    votes: {
      onAesthetic: (vote) => change('voteOnAesthetic', { ...fake.tally, name: find(vote.guildId, vote.id).name }, vote),
      onPicture: (vote) => change('voteOnPicture', { ...fake.tally, generationId }, vote),
      pictures: (guildId, id) =>
        here(guildId, fake.generations).some((one) => one.id === id)
          ? Promise.resolve(fake.pictures)
          : Promise.reject(new BotError('pictureGone')),
      nextCard: (guildId, memberId, after) => {
        fake.asked.push(['nextCard', guildId, memberId, after]);
        return Promise.resolve(fake.next);
      },
    },
    tallies: {
      aesthetic: (...given) => void fake.asked.push(['tallyOfAesthetic', ...given]),
      pictures: (id) => void fake.asked.push(['tallyOfPictures', id]),
    },
    rankings: {
      of: (guildId, kind, period) => {
        fake.asked.push(['rankings', guildId, kind, period]);
        return Promise.resolve(here(guildId, fake.rankings));
      },
    },
    drawCharts: (charts) => {
      for (const chart of charts) {
        if ('nodes' in chart) fake.trees.push(chart);
        else fake.charts.push(chart);
      }
      return Promise.resolve(charts.map(() => new Uint8Array([1])));
    },
    drafts: {
      save: (draft, images) => Promise.resolve(void drafts.set(key(draft), images)),
      find: (draft) => Promise.resolve(drafts.get(key(draft))),
    },
    settings: {
      of: () => Promise.resolve(fake.settings),
      change: (guildId, settings) => change('settings', fake.settings, guildId, settings),
    },
    packs: { list: () => Promise.resolve([fake.pack]), of: () => Promise.resolve(fake.pack) },
    queue: { of: (guildId) => Promise.resolve(here(guildId, fake.queued)), elsewhere: () => Promise.resolve(3) },
    privacy: {
      export: (userId) => change('export', JSON.stringify({ userId }), userId),
      erase: (userId) => change('erase', { aesthetics: 1, generations: 2 }, userId),
    },
    fetchAttachment: (file) => Promise.resolve(Buffer.from(file.name)),
    now: () => 0,
  };
  return Object.assign(fake, { services });
}
