import { bootstrapIntervals } from './bootstrap.js';
import type { Interval } from './bootstrap.js';
import type { Random } from './random.js';
import { newcombeInterval, wilsonInterval } from './wilson.js';

/** A member's vote on one picture. Votes on own pictures do not count: the caller leaves them out. */
export interface PictureVote {
  readonly memberId: string;
  /** What it was painted with; null: no aesthetic. */
  readonly aestheticId: string | null;
  readonly like: boolean;
}

export interface LikeRate {
  readonly aestheticId: string;
  /** `abovePlain`: the aesthetic's like rate minus the plain pictures' one. `own`: its like rate, since too few plain pictures were voted on. */
  readonly kind: 'abovePlain' | 'own';
  /** What `kind` says; from −1 to 1, or from 0 to 1. */
  readonly value: number;
  /** Of `value`, 95 %. */
  readonly interval: Interval;
  /** What varies between resamples: whole members, or single votes where members are too few or of one mind. */
  readonly intervalOver: 'members' | 'votes';
  readonly likes: number;
  readonly votes: number;
  readonly members: number;
}

/** A like rate of plain pictures on fewer votes says too little to subtract: at 10 votes its interval reaches up to 0.26 to both sides. */
const leastPlainVotes = 10;
/** Fewer members have too few different resamples (3 of them: 10), so that an interval over them is too narrow. */
const leastMembers = 5;

/** Likes and votes of all members together. */
interface Tally {
  readonly likes: number;
  readonly votes: number;
}

/**
 * How much each aesthetic's pictures are liked: likes ÷ votes of its pictures minus likes ÷ votes of plain ones, best first. The
 * interval is a bootstrap over members: a member's votes are of one taste and rise and fall together.
 */
export function likeRates(votes: readonly PictureVote[], random: Random): LikeRate[] {
  const members = [...new Set(votes.map(({ memberId }) => memberId))];
  const aesthetics = [...new Set(votes.flatMap(({ aestheticId }) => aestheticId ?? []))];
  const tallies = tally(votes, members);
  const plain = tallies.get(null) ?? noVotes(members.length);
  const plainTotal = total(plain);
  const kind = plainTotal.votes >= leastPlainVotes ? 'abovePlain' : 'own';

  const baseline = (counts?: Float64Array): number => (kind === 'abovePlain' ? rate(total(plain, counts)) : 0);
  const perMember = aesthetics.map((id) => tallies.get(id) ?? noVotes(members.length));
  const overMembers = bootstrapIntervals(members.length, random, (counts) => {
    const subtracted = baseline(counts);
    return perMember.map((own) => rate(total(own, counts)) - subtracted);
  });

  return aesthetics
    .map((aestheticId, k): LikeRate => {
      const own = perMember[k];
      const counted = total(own);
      const memberCount = own.votes.filter((count) => count > 0).length;
      const resampled = overMembers[k];
      const trusted = memberCount >= leastMembers && resampled.high > resampled.low;
      return {
        aestheticId,
        kind,
        value: rate(counted) - baseline(),
        interval: trusted ? resampled : overVotes(counted, kind === 'abovePlain' ? plainTotal : undefined),
        intervalOver: trusted ? 'members' : 'votes',
        ...counted,
        members: memberCount,
      };
    })
    .sort((a, b) => b.value - a.value);
}

/** What each member voted, in the order of `members` [members]: numbers in a row, since every resample adds them up. */
interface Tallies {
  readonly likes: Float64Array;
  readonly votes: Float64Array;
}

const noVotes = (members: number): Tallies => ({ likes: new Float64Array(members), votes: new Float64Array(members) });

/** By aesthetic. */
function tally(votes: readonly PictureVote[], members: readonly string[]): ReadonlyMap<string | null, Tallies> {
  const indices = new Map(members.map((id, index) => [id, index]));
  const tallies = new Map<string | null, Tallies>();
  for (const { memberId, aestheticId, like } of votes) {
    let own = tallies.get(aestheticId);
    if (!own) tallies.set(aestheticId, (own = noVotes(members.length)));
    const index = indices.get(memberId) ?? 0;
    own.likes[index] += Number(like);
    own.votes[index]++;
  }
  return tallies;
}

/** Over members, each as often as `counts` says, or once. */
function total({ likes, votes }: Tallies, counts?: Float64Array): Tally {
  let [liked, voted] = [0, 0];
  for (let member = 0; member < votes.length; member++) {
    const times = counts ? counts[member] : 1;
    liked += times * likes[member];
    voted += times * votes[member];
  }
  return { likes: liked, votes: voted };
}

/** NaN without votes. */
const rate = ({ likes, votes }: Tally): number => likes / votes;

function overVotes(own: Tally, plain: Tally | undefined): Interval {
  return plain
    ? newcombeInterval(own.likes, own.votes, plain.likes, plain.votes)
    : wilsonInterval(own.likes, own.votes);
}
