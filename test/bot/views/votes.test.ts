import { ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { locales, textsFor } from '../../../src/bot/i18n/index.js';
import type { Ranking, VotablePicture } from '../../../src/bot/types.js';
import { aestheticDetails, aestheticFacts } from '../../../src/bot/views/aesthetics.js';
import { browseView } from '../../../src/bot/views/browse.js';
import { cardView } from '../../../src/bot/views/cards.js';
import { leaderboardView, rankingChart } from '../../../src/bot/views/leaderboard.js';
import { pictureView } from '../../../src/bot/views/picture.js';
import {
  pictureVotesView,
  pictureVotesViews,
  votedOnAesthetic,
  votedOnPicture,
  voteView,
} from '../../../src/bot/views/votes.js';
import { details, english, generation, generationId, gloomcore, picture } from './examples.js';
import { actionsOf, idsOf, refusedBy, textOf } from './messages.js';

const card = details.card!;
const pictures = (count: number, more: Partial<VotablePicture> = {}): VotablePicture[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `AZVJpicture0000000000${i}`,
    thumbnail: new Uint8Array([i]),
    seed: i,
    plain: false,
    votes: 3,
    own: false,
    ...more,
  }));

describe('buttons to vote', () => {
  test('are on cards, in /aesthetic show and in the gallery', () => {
    const both = [`1:like:${gloomcore.id}`, `1:dislike:${gloomcore.id}`];
    expect(idsOf(cardView(english, 'said', gloomcore, { state: 'painted', card }))).toEqual(both);
    expect(idsOf(aestheticDetails(english, details, false, true))).toEqual(both);
    expect(idsOf(aestheticDetails(english, details, true, true)).slice(0, 2)).toEqual(both);
    expect(idsOf(browseView(english, [details], 1, 1, true))).toEqual(both);
  });

  test('are below one picture; several have one that opens them, a strip none', () => {
    const second = { ...picture, id: 'AZVJpicture00000000002', seed: 43 };
    const of = (view: ReturnType<typeof pictureView>) => idsOf(view).filter((id) => /like|vote/i.test(id));
    expect(of(pictureView(english, generation, [picture]))).toEqual([
      `1:likePicture:${picture.id}`,
      `1:dislikePicture:${picture.id}`,
    ]);
    expect(of(pictureView(english, generation, [picture, second]))).toEqual([`1:votePictures:${generationId}`]);
    const strip = { ...generation, imagineOptions: { ...generation.imagineOptions, strip: true } };
    expect(of(pictureView(english, strip, [picture]))).toEqual([]);
  });
});

test('facts have the number of votes, where there are any', () => {
  expect(aestheticFacts(english, gloomcore)).toContain('used 7 times · 12 votes · made by');
  expect(aestheticFacts(english, { ...gloomcore, votes: 0 })).not.toContain('vote');
});

describe('an answer', () => {
  test('says what was voted and how others did', () => {
    expect(textOf(votedOnAesthetic(english, 'a *b*', { mine: 1, own: false, likes: 9, votes: 12 }))).toBe(
      'You voted 👍 on **a \\*b\\***. 9 of 12 votes are 👍.\n-# Press the same button again to withdraw your vote, or the other one to change it.',
    );
    expect(textOf(votedOnPicture(english, { mine: -1, own: false, likes: 0, votes: 1 }))).toContain(
      'You voted 👎 on this picture. 0 of 1 vote is 👍.',
    );
  });

  test('has no likes where the vote was withdrawn', () => {
    expect(textOf(votedOnPicture(english, { own: false, votes: 11 }))).toBe(
      'You withdrew your vote on this picture. 11 votes.',
    );
  });

  test('says that a vote on one’s own work does not count', () => {
    expect(textOf(votedOnAesthetic(english, 'x', { mine: 1, own: true, likes: 9, votes: 12 }))).toContain(
      'This is your own aesthetic, so your vote does not count in rankings.',
    );
    expect(textOf(votedOnPicture(english, { mine: 1, own: true, likes: 0, votes: 0 }))).toContain(
      'You voted 👍 on this picture. 0 votes. This is your own picture, so your vote does not count in rankings.',
    );
  });
});

describe('the stream of cards', () => {
  test('shows a card with the number of votes and no likes, and how many are left', () => {
    const view = voteView(english, { card: details, left: 3 });
    expect(actionsOf(view)).toEqual(['likeNext', 'dislikeNext', 'skip']);
    expect(textOf(view)).toContain('12 votes');
    expect(textOf(view)).not.toContain('👍');
    expect(textOf(view)).toContain('-# 3 cards that you have not voted on');
    expect(refusedBy(view)).toEqual([]);
  });

  test('tells above it what was just voted', () => {
    const before = { name: 'mist', mine: 1, own: false, likes: 1, votes: 1 } as const;
    expect(textOf(voteView(english, { card: details, left: 1 }, before))).toMatch(
      /^You voted 👍 on \*\*mist\*\*\. 1 of 1 vote is 👍\.\n/,
    );
  });

  test('ends, and says whether something was skipped', () => {
    expect(textOf(voteView(english, { left: 0 }))).toContain('There are no cards here that you have not voted on.');
    expect(textOf(voteView(english, { left: 2 }))).toContain('You skipped 2 cards; use `/vote` to see them again.');
  });
});

describe('several pictures', () => {
  test('each have their buttons and the number of votes; the member’s own vote is marked and shows likes', () => {
    const [first, second] = pictures(2);
    const [view] = pictureVotesViews(english, [first, { ...second, mine: -1, likes: 1 }]);
    expect(actionsOf(view)).toEqual(['likeShown', 'dislikeShown', 'likeShown', 'dislikeShown']);
    expect(textOf(view)).toContain('**Picture 1** · 3 votes.\n');
    expect(textOf(view)).toContain('**Picture 2** · your vote: 👎 · 1 of 3 votes are 👍.');
    const styles = view.components.flatMap((one) =>
      one.type === ComponentType.ActionRow ? one.components.map((control) => 'style' in control && control.style) : [],
    );
    expect(styles).toEqual([2, 2, 2, 3]);
  });

  test('are as many messages as Discord needs, and each is found by its pictures', () => {
    const ten = pictures(10, { own: true, mine: 1, likes: 3 });
    const views = pictureVotesViews(english, ten);
    expect(views.map(({ files }) => files.length)).toEqual([5, 5]);
    expect(views.flatMap(refusedBy)).toEqual([]);
    expect(pictureVotesView(english, ten, ten[4].id)).toEqual(views[0]);
    expect(pictureVotesView(english, ten, ten[5].id)).toEqual(views[1]);
  });
});

describe('a leaderboard', () => {
  const entry = { value: 0.874, low: 0.741, high: 0.94, votes: 40 };
  const aesthetics: Ranking = {
    measure: 'cards',
    entries: [{ subject: { kind: 'aesthetic', name: 'a *b*' }, ...entry }],
  };
  const compared: Ranking = {
    measure: 'abovePlain',
    entries: [
      { subject: { kind: 'aesthetic', name: 'x' }, value: 0.12, low: -0.03, high: 0.27, votes: 1 },
      { subject: { kind: 'aesthetic', name: 'y' }, value: -0.06, low: -0.2, high: 0.1, votes: 9 },
    ],
  };
  const show = (rankings: readonly Ranking[], paints = true) =>
    leaderboardView(english, rankings, { charts: rankings.map(() => new Uint8Array([1])), period: 'week', paints });

  test('has a chart and the same in words, for each measure', () => {
    const view = show([aesthetics, compared]);
    expect(textOf(view)).toContain(
      '**Aesthetics by votes on them** · last 7 days\n1. **a \\*b\\*** · 87 % (74 to 94), 40 votes',
    );
    expect(textOf(view)).toContain(
      '1. **x** · +12 points (−3 to 27), 1 vote\n2. **y** · −6 points (−20 to 10), 9 votes',
    );
    expect(view.files.map(({ name }) => name)).toEqual(['ranking-cards.png', 'ranking-abovePlain.png']);
    expect(JSON.stringify(view.components)).toContain('1 a *b* 87 % (74 to 94), 40 votes');
    expect(refusedBy(view)).toEqual([]);
  });

  test('has pictures with links and thumbnails, these only where the bot may paint', () => {
    const subject = {
      kind: 'picture',
      prompt: '@everyone [x](y) '.repeat(30),
      askerId: '200',
      thumbnail: new Uint8Array([7]),
      url: 'https://discord.com/channels/1/2/3',
    } as const;
    const ranking: Ranking = {
      measure: 'pictures',
      entries: Array.from({ length: 10 }, () => ({ subject, ...entry })),
    };
    const view = show([ranking]);
    expect(textOf(view)).toContain('[open](https://discord.com/channels/1/2/3)');
    expect(textOf(view)).not.toContain('@everyone');
    expect(view.files).toHaveLength(10);
    expect(refusedBy(view)).toEqual([]);
    expect(show([ranking], false).files.map(({ name }) => name)).toEqual(['ranking-pictures.png']);
  });

  test('names members by mention, and in the chart by name where it is known', () => {
    const ranking: Ranking = {
      measure: 'members',
      entries: ['200', '201'].map((id) => ({ subject: { kind: 'member', id }, ...entry })),
    };
    expect(textOf(show([ranking]))).toContain('2. <@201> · 87 %');
    const { rows } = rankingChart(english, ranking, 'all', (id) => (id === '200' ? 'Ann' : undefined));
    expect(rows.map(({ label }) => label.trim())).toEqual(['1  Ann', '2']);
    expect(rows[0]).toMatchObject({ value: 87.4, said: '87 % · 40 votes' });
  });

  test('without votes says how to vote', () => {
    expect(textOf(show([]))).toContain('There are no votes to rank (last 7 days). Use `/vote`');
  });

  test.each(locales)('fits into a message in %s', (locale) => {
    const texts = textsFor(locale);
    const charts = [new Uint8Array([1]), new Uint8Array([1])];
    const ten = (measure: 'cards' | 'abovePlain'): Ranking => ({
      measure,
      entries: Array.from({ length: 10 }, () => ({ subject: { kind: 'aesthetic', name: '_'.repeat(32) }, ...entry })),
    });
    const view = leaderboardView(texts, [ten('cards'), ten('abovePlain')], { charts, period: 'all', paints: true });
    expect(refusedBy(view)).toEqual([]);
  });
});
