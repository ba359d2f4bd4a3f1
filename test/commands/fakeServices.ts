import type { FamilyTreeChart, IntervalChart, MapChart } from '../../src/bot/charts/index.js';
import { BotError } from '../../src/bot/errors.js';
import type {
  CardRequest,
  DraftKey,
  GivenFile,
  NextCard,
  PaintRequest,
  Services,
} from '../../src/bot/services/index.js';
import type {
  AestheticMap,
  AestheticSummary,
  AuditEntry,
  Card,
  CardState,
  Contest,
  ContestEntry,
  Family,
  GalleryPicture,
  Generation,
  GuildSettings,
  PackSummary,
  PicturePair,
  Queued,
  ServerStatus,
  Ranking,
  ReportCase,
  Tally,
  TasteShown,
  VotablePicture,
  VoteRate,
} from '../../src/bot/types.js';
import { pack as publishedPack } from '../bot/support/rows.js';
import {
  contestExample,
  details,
  duelResult,
  generation,
  generationId,
  gloomcore,
  guildSettings,
  pack,
  pairOfTwo,
  reportCase,
  statusExample,
} from '../bot/views/examples.js';
import { without } from '../support/without.js';

/** The services that commands ask, in memory: enough to see what a command asks for. */
export interface FakeServices {
  readonly services: Services;
  guildId: string;
  /** Of every function that changes something: its name and what it was given. */
  readonly asked: [string, ...unknown[]][];
  readonly orders: PaintRequest[];
  /** What went wrong behind answers. */
  readonly left: unknown[];
  /** What `takeWarnings` fails with. */
  warningsAway?: Error;
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
  status: ServerStatus;
  /** All on one page. */
  shown: GalleryPicture[];
  contest: Contest;
  entries: ContestEntry[];
  map: AestheticMap;
  /** What every report is about. */
  reported: ReportCase;
  audit: AuditEntry[];
  voteRates: VoteRate[];
  /** What every vote is answered with. */
  tally: Tally;
  pictures: VotablePicture[];
  /** The pictures of every generation. */
  painted: { index: number; seed: number; plain: boolean }[];
  /** The next card of the stream. */
  next: NextCard;
  rankings: Ranking[];
  trees: FamilyTreeChart[];
  charts: (IntervalChart | MapChart)[];
  /** Replies handed over to delivery. */
  released: number;
  duelIsClosed: boolean;
  /** What a choice asks about. */
  why: { readonly asksWhy?: string };
  /** What the stream shows, in order. */
  pairs: PicturePair[];
  /** The archives of an export. */
  exported: Uint8Array[];
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

const counted = { pressed: 'chosen', own: false } as const;
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

/** Of guild 100, or another, the only one that has anything. */
export function fakeServices(): FakeServices {
  const here = <T>(guildId: string, all: readonly T[]): readonly T[] => (guildId === fake.guildId ? all : []);
  const drafts = new Map<string, readonly GivenFile[]>();
  const fake: Omit<FakeServices, 'services'> = {
    guildId: '100',
    asked: [],
    orders: [],
    left: [],
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
    status: statusExample,
    shown: [],
    contest: contestExample,
    entries: [],
    map: { places: [], shown: 1, left: 0 },
    reported: reportCase,
    audit: [],
    voteRates: [],
    tally: { votes: 12, likes: 9, mine: 1, own: false },
    pictures: [],
    painted: [{ index: 0, seed: 42, plain: false }],
    next: { left: 0 },
    rankings: [],
    charts: [],
    trees: [],
    released: 0,
    duelIsClosed: false,
    why: {},
    pairs: [],
    exported: [Uint8Array.of(1)],
    refusal: undefined,
  };
  const change = <T>(name: string, answer: T, ...given: unknown[]): Promise<T> => {
    fake.asked.push([name, ...given]);
    return fake.refusal ? Promise.reject(fake.refusal) : Promise.resolve(answer);
  };
  const find = (guildId: string, id: string): AestheticSummary => {
    const found = here(guildId, fake.aesthetics).find((one) => one.id === id);
    if (!found) throw new BotError('thatGone');
    return found;
  };
  const key = ({ guildId, userId, messageId }: DraftKey): string => [guildId, userId, messageId].join();
  const services: Services = {
    onLeft: (error) => fake.left.push(error),
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
      pictures: () => Promise.resolve(fake.painted),
      delete: (guildId, id) => change('deletePicture', true, guildId, id),
    },
    aesthetics: {
      list: (guildId) => Promise.resolve(here(guildId, fake.aesthetics)),
      known: (guildId) => Promise.resolve(here(guildId, fake.aesthetics)),
      find: ({ guildId }, name) =>
        Promise.resolve(here(guildId, fake.aesthetics).find((one) => one.name.toLowerCase() === name.toLowerCase())),
      details: (guildId, id) => Promise.resolve({ ...details, ...find(guildId, id) }),
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
      map: (guildId, channelIds) => change('map', fake.map, guildId, channelIds),
      export: (guildId, id, format) => change('export', new Uint8Array([1]), find(guildId, id).name, format),
    },
    makings: {
      accept: ({ context, what, files, askerId, showsCard }) =>
        change(
          'make',
          {
            id: 'AZVJaccepted0000000002',
            nobodyPaints: false,
            release: () => {
              fake.released++;
              return Promise.resolve();
            },
          },
          { guildId: context.guildId, askerId, what, files: files.map(({ name }) => name), showsCard },
        ),
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
      isOn: (guildId, memberId) => Promise.resolve(guildId === fake.guildId && fake.tastes.includes(memberId)),
      switch: (_, memberId, on) => change('switchTaste', undefined, memberId, on),
      forget: (_, memberId) => change('forgetTaste', fake.tastes.includes(memberId), memberId),
      current: (_, memberId) =>
        change('currentTaste', { id: 'AZVJaesthetic000000008', name: 'my taste', version: 4 }, memberId),
      show: (_, memberId) => change('showTaste', taste, memberId),
      share: (given) => change('shareTaste', { ...gloomcore, name: given.name, version: 1 }, given),
    },
    duels: {
      pair: (_context, [left, right]) => {
        const [a, b] = [left, right].map((side, i) => (side === undefined ? [glowwave, null][i] : side));
        return Promise.resolve([a, b] as const);
      },
      vote: (choice) =>
        change('vote', fake.duelIsClosed ? { closed: true, result: duelResult } : { ...counted, ...fake.why }, choice),
      find: (guildId, by) => {
        const generation = here(guildId, fake.generations).find(({ imagineOptions }) => imagineOptions.duel);
        if (!generation) throw new BotError('duelGone');
        fake.asked.push(['findDuel', by]);
        return Promise.resolve({ creatorId: generation.askerId, isOpen: !fake.duelIsClosed, generation });
      },
      close: (guildId, id) => change('close', !fake.duelIsClosed, guildId, id),
      stream: {
        first: (viewer) => change('first', fake.pairs.shift(), viewer),
        skip: (viewer, ids) => change('skip', fake.pairs.shift(), viewer, ids),
        choose: (viewer, ids, best) => {
          const pair = fake.pairs.shift();
          return change('choose', { ...(pair && { pair }), ...fake.why }, viewer, ids, best);
        },
        again: (viewer, ids) => change('pairAgain', { ...pairOfTwo, ids }, viewer),
        count: () => Promise.resolve(7),
      },
      best: (choice) => change('best', counted, choice),
      why: (choice, reason) => change('why', undefined, choice, reason),
      ratings: (guildId, since) => change('ratings', [], guildId, since),
    },
    gallery: {
      page: (filter, sort, page) =>
        change('gallery', { pictures: fake.shown, page, pages: 3, first: 1 }, filter, sort, page),
    },
    contests: {
      create: (made) => change('createContest', generationId, made),
      open: (guildId, id, threadId) => change('openContest', fake.contest, guildId, id, threadId),
      cancel: (id) => change('cancelContest', undefined, id),
      find: () => Promise.resolve(fake.contest),
      entries: () => Promise.resolve(fake.entries),
    },
    moderation: {
      report: (guildId, at, reporterId) => change('report', fake.reported, guildId, at, reporterId),
      forgetReport: (generationId, reporterId) => change('forgetReport', undefined, generationId, reporterId),
      caseOf: () => Promise.resolve(fake.reported),
      act: (guildId, actorId, generationId, action) =>
        change(
          'act',
          { ...fake.reported, messages: [{ channelId: '10', messageId: '777' }] },
          guildId,
          actorId,
          generationId,
          action,
        ),
      undo: (guildId, actorId, generationId) => change('undo', fake.reported, guildId, actorId, generationId),
      takeWarnings: (guildId, memberId) =>
        fake.warningsAway
          ? Promise.reject(fake.warningsAway)
          : change('takeWarnings', ['a *rude* castle'], guildId, memberId),
      changeRules: (guildId, actorId, rules) => change('changeRules', undefined, guildId, actorId, rules),
      changeRole: (guildId, actorId, roleId, rule) => change('changeRole', undefined, guildId, actorId, roleId, rule),
      addWord: (guildId, actorId, word) => change('addWord', undefined, guildId, actorId, word),
      removeWord: (guildId, actorId, word) => change('removeWord', undefined, guildId, actorId, word),
      block: (guildId, actorId, memberId) => change('block', undefined, guildId, actorId, memberId),
      unblock: (guildId, actorId, memberId) => change('unblock', undefined, guildId, actorId, memberId),
      audit: () => Promise.resolve(fake.audit),
      voteRates: () => Promise.resolve(fake.voteRates),
    },
    votes: {
      onAesthetic: (vote) => change('voteOnAesthetic', { ...fake.tally, name: find(vote.guildId, vote.id).name }, vote),
      onPicture: (vote) => change('voteOnPicture', { ...fake.tally, generationId }, vote),
      pictures: (guildId, id) =>
        here(guildId, fake.generations).some((one) => one.id === id)
          ? Promise.resolve(fake.pictures)
          : Promise.reject(new BotError('pictureGone')),
      nextCard: ({ guildId }, memberId, after) => {
        fake.asked.push(['nextCard', guildId, memberId, after]);
        return Promise.resolve(fake.next);
      },
    },
    tallies: {
      aesthetic: (...given) => void fake.asked.push(['tallyOfAesthetic', ...given]),
      pictures: (id) => void fake.asked.push(['tallyOfPictures', id]),
      duel: (id) => void fake.asked.push(['tallyOfDuel', id]),
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
      forget: (draft) => Promise.resolve(void drafts.delete(key(draft))),
    },
    settings: {
      of: () => Promise.resolve(fake.settings),
      change: (guildId, settings) => change('settings', fake.settings, guildId, settings),
    },
    packs: { list: () => Promise.resolve([fake.pack]), of: () => Promise.resolve(fake.pack) },
    status: { of: (guildId) => change('status', fake.status, guildId) },
    queue: { of: (guildId) => Promise.resolve({ here: here(guildId, fake.queued), elsewhere: 3 }) },
    privacy: {
      export: async function* (userId, maxBytes) {
        fake.asked.push(['export', userId, maxBytes]);
        for (const part of fake.exported) yield Promise.resolve(part);
      },
      erase: (userId) => change('erase', { aesthetics: 1, generations: 2 }, userId),
      deletePictures: (guildId, id) => change('deletePicture', true, guildId, id),
    },
    fetchAttachment: (file) => Promise.resolve(Buffer.from(file.name)),
    now: () => 0,
  };
  return Object.assign(fake, { services });
}
