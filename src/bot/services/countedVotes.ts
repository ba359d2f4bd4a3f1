import type { VotedOn } from '../metrics.js';
import type { Services } from './types.js';

/** The same services; each vote that counted, was changed or was taken back is told. */
export function withCountedVotes<S extends Pick<Services, 'votes' | 'duels'>>(
  services: S,
  onVote: (on: VotedOn) => void,
): S {
  const { votes, duels } = services;
  const counted = async <T>(on: VotedOn, vote: Promise<T>): Promise<T> => {
    const done = await vote;
    onVote(on);
    return done;
  };
  return {
    ...services,
    votes: {
      ...votes,
      onAesthetic: (vote) => counted('aesthetic', votes.onAesthetic(vote)),
      onPicture: (vote) => counted('picture', votes.onPicture(vote)),
    },
    duels: {
      ...duels,
      vote: async (choice) => {
        const vote = await duels.vote(choice);
        if (!('closed' in vote)) onVote('duel');
        return vote;
      },
      best: (choice) => counted('best', duels.best(choice)),
      stream: {
        ...duels.stream,
        choose: (viewer, ids, best) => counted('pair', duels.stream.choose(viewer, ids, best)),
      },
    },
  };
}
