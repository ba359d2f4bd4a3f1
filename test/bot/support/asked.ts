import { checkAestheticCap } from '../../../src/bot/repositories/aesthetics/cap.js';
import {
  aestheticDetails,
  aestheticVotes,
  bestPictures,
  cardInHand,
  expectNameIsFree,
  countedVotes,
  countGallery,
  findAesthetic,
  findCurrentByName,
  findGeneration,
  generationOfId,
  generationOfMessage,
  guildSettings,
  insertGeneration,
  listAesthetics,
  listAudit,
  listGallery,
  mappedVersions,
  memberVotes,
  msPerCost,
  nextCard,
  openRequests,
  pictureCounts,
  pictureVotesByMember,
  reportedPictures,
  runningRequests,
  shownVotes,
  stylePairs,
  throughput,
  votedImages,
  voteRates,
  votesOnPictures,
  waitingRequests,
} from '../../../src/bot/repositories/index.js';
import type { GalleryFilter, Store } from '../../../src/bot/repositories/index.js';
import { longGuild as guildId, nthId } from './history.js';
import { pack } from './rows.js';

const monthMs = 30 * 24 * 3_600_000;
const memberId = 'm7';

/** What interactions ask of the database, by what members see. Filled by `fillHistory`. */
export function asked({ client }: Store, now = Date.now()): Readonly<Record<string, () => Promise<unknown>>> {
  const channelIds = Array.from({ length: 20 }, (_, n) => `c${n}`);
  const gallery = (filter: Partial<GalleryFilter>, sort: 'best' | 'newest') => async () => {
    await countGallery(client, { guildId, channelIds, ...filter });
    await listGallery(client, { guildId, channelIds, ...filter }, sort, 0, 6);
  };
  const [used, unused] = [nthId('aesthetic', 1), nthId('aesthetic', 50)];
  const [request, picture] = [nthId('generation', 5), nthId('image', 5)];
  return {
    settings: () => guildSettings(client, guildId, pack.name),
    'time of a painting': () => msPerCost(client),
    queue: () => openRequests(client, now - 600_000),
    throughput: () => throughput(client, now - 15_000),
    'what waits': () => waitingRequests(client),
    'what runs': () => runningRequests(client),
    accept: () =>
      insertGeneration(
        client,
        {
          guildId,
          askerId: memberId,
          pack: pack.name,
          imagineOptions: { prompt: 'a castle', aesthetic: null, seed: 1, count: 1 },
          versionUuid: '019b0000-0000-7000-8000-000000000001',
          reply: { applicationId: '4', channelId: 'c1', attachmentLimit: 1 },
          cost: 20,
        },
        { memberCap: 1_000_000, guildCap: 1_000_000, dailyQuota: 1_000_000 },
        now,
      ),
    'limit on aesthetics': () => checkAestheticCap(client, guildId, 1_000_000),
    'a free name': () => expectNameIsFree(client, guildId, 'Nobody’s'),
    list: () => listAesthetics(client, guildId, pack),
    'one by name': () => findAesthetic(client, guildId, 'Aesthetic 1', pack),
    'version by name': () => findCurrentByName(client, guildId, 'Aesthetic 1', pack),
    details: () => aestheticDetails(client, guildId, used, pack),
    map: () =>
      mappedVersions(
        client,
        guildId,
        Array.from({ length: 50 }, (_, n) => nthId('aesthetic', n + 1)),
        channelIds,
      ),
    'next card': () => nextCard(client, guildId, memberId, pack),
    'card in hand': () => cardInHand(client, '019b0000-0000-7000-8000-000000000001'),
    'gallery, newest': gallery({}, 'newest'),
    'gallery, best': gallery({}, 'best'),
    'gallery of a member': gallery({ memberId }, 'newest'),
    'gallery of an aesthetic': gallery({ aestheticId: used }, 'best'),
    'gallery of one less used': gallery({ aestheticId: unused }, 'newest'),
    'gallery without one': gallery({ aestheticId: null }, 'newest'),
    'gallery of a channel': gallery({ channelIds: ['c3'] }, 'newest'),
    recipe: () => findGeneration(client, guildId, request),
    message: () => generationOfMessage(client, guildId, 'message 5'),
    'picture by id': () => generationOfId(client, guildId, picture),
    report: () => reportedPictures(client, guildId, request),
    'votes on pictures': () => votedImages(client, guildId, request, memberId),
    'votes of a picture': () => pictureCounts(client, picture),
    'votes below a message': () => shownVotes(client, request),
    pairs: () => stylePairs(client, { guildId, memberId: 'v3', channelIds }),
    'how fast votes come': () => voteRates(client, guildId, now, 10),
    'audit log': () => listAudit(client, guildId, 25),
  };
}

/** These look at the votes of a time, whose number is what they rank: they grow with it. */
export function askedOfVotes({ client }: Store, now = Date.now()): Readonly<Record<string, () => Promise<unknown>>> {
  const votes = { guildId, since: now - monthMs };
  return {
    'ranking by cards': () => aestheticVotes(client, votes),
    'ranking by pictures': () => pictureVotesByMember(client, votes),
    'ranking of pictures': () => bestPictures(client, votes, 10),
    'ranking of members': () => memberVotes(client, votes),
    'ranking by choices': () => countedVotes(client, guildId, votes.since),
    breeding: () => votesOnPictures(client, { guildId, since: votes.since }, pack),
    taste: () => votesOnPictures(client, { guildId, memberId: 'v3' }, pack),
  };
}
