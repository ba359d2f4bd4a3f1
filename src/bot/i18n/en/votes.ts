/** Votes and rankings. Names come escaped. */
export const votes = {
  count: (count: number) => `${count} ${count === 1 ? 'vote' : 'votes'}`,
  vote: 'Vote',
  liked: (what: string) => `You voted 👍 on ${what}.`,
  disliked: (what: string) => `You voted 👎 on ${what}.`,
  withdrawn: (what: string) => `You withdrew your vote on ${what}.`,
  thisPicture: 'this picture',
  tally: (likes: number, votes: number) => `${likes} of ${votes} ${votes === 1 ? 'vote is' : 'votes are'} 👍.`,
  ownAesthetic: 'This is your own aesthetic, so your vote does not count in rankings.',
  ownPicture: 'This is your own picture, so your vote does not count in rankings.',
  hint: 'Press the same button again to withdraw your vote, or the other one to change it.',
  pictures: 'Only you see this message. Others see how many votes there are.',
  picture: (index: number) => `Picture ${index}`,
  yours: (thumb: string) => `your vote: ${thumb}`,
  skip: 'Skip',
  left: (count: number) => `${count} ${count === 1 ? 'card' : 'cards'} that you have not voted on`,
  noCards: 'There are no cards here that you have not voted on. `/aesthetic browse` shows all cards.',
  lastCard: (count: number) =>
    `That was the last card. You skipped ${count} ${count === 1 ? 'card' : 'cards'}; use \`/vote\` to see ${count === 1 ? 'it' : 'them'} again.`,
  rankings: {
    titles: {
      cards: 'Aesthetics by votes on them',
      abovePlain: 'Aesthetics by votes on their pictures, compared with plain pictures',
      ownRate: 'Aesthetics by votes on their pictures',
      pictures: 'Pictures by votes',
      members: 'Members by votes on their pictures',
    },
    /** Below a chart. */
    axes: {
      share: 'share of likes, with 95 % interval',
      difference: 'likes minus likes of plain pictures, 95 % interval',
    },
    share: (percent: string) => `${percent} %`,
    difference: (points: string) => `${points} points`,
    interval: (low: string, high: string) => `${low} to ${high}`,
    explained: {
      cards: 'Ordered by the lower end of the 95 % interval (Wilson).',
      abovePlain:
        'How much more often pictures with the aesthetic are liked than plain ones, in percentage points. 95 % interval.',
      ownRate:
        'How often pictures with the aesthetic are liked. There are too few votes on plain pictures to compare with them.',
      pictures: 'Ordered by the lower end of the 95 % interval (Wilson).',
      members: 'Votes on the pictures that a member asked for. Ordered by the lower end of the 95 % interval (Wilson).',
    },
    ownWork: 'Votes on own work do not count.',
    open: 'open',
    empty: (period: string) =>
      `There are no votes to rank (${period}). Use \`/vote\`, or press 👍 or 👎 below a picture.`,
    alt: (title: string, period: string, lines: readonly string[]) => `Chart: ${title}, ${period}. ${lines.join('; ')}`,
  },
} as const;
